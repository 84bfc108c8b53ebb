import { rows } from "../../../subgraphs/grid/rows.ts";
import { rowOf } from "./described.ts";

/** Somebody the grid may visit. */
export const gridResident = rowOf(rows.residents);
export const visit = rowOf(rows.visits);
export const finding = rowOf(rows.findings);
export const followUp = rowOf(rows.followUps);
