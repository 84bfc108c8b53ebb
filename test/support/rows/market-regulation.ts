import { rows } from "../../../subgraphs/market-regulation/rows.ts";
import { rowOf } from "./described.ts";

export const operator = rowOf(rows.operators);
