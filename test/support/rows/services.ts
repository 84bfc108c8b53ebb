import { rows } from "../../../subgraphs/services/rows.ts";
import { rowOf } from "./described.ts";

export const item = rowOf(rows.items);
export const business = rowOf(rows.businesses);
