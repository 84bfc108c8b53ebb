import { rows } from "../../../subgraphs/accounts/rows.ts";
import { rowOf } from "./described.ts";

export const account = rowOf(rows.accounts);
export const certificate = rowOf(rows.certificates);
