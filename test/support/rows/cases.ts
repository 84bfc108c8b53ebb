import { rows } from "../../../subgraphs/cases/rows.ts";
import { rowOf } from "./described.ts";

export const caseOf = rowOf(rows.cases);
