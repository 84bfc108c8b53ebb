import { rows } from "../../../subgraphs/utilities/rows.ts";
import { rowOf } from "./described.ts";

export const utilityAccount = rowOf(rows.accounts);
