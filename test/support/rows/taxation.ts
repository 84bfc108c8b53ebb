import { rows } from "../../../subgraphs/taxation/rows.ts";
import { rowOf } from "./described.ts";

export const taxpayer = rowOf(rows.taxpayers);
export const premium = rowOf(rows.premiums);
