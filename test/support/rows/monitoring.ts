import { rows } from "../../../subgraphs/monitoring/rows.ts";
import { rowOf } from "./described.ts";

export const monitored = rowOf(rows.monitoredPersons);
export const benefit = rowOf(rows.benefits);
