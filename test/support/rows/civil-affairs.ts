import { rows } from "../../../subgraphs/civil-affairs/rows.ts";
import { rowOf } from "./described.ts";

export const recipient = rowOf(rows.recipients);
export const award = rowOf(rows.awards);
