import { rows } from "../../../subgraphs/health/rows.ts";
import { rowOf } from "./described.ts";

export const birthRegistration = rowOf(rows.birthRegistrations);
export const support = rowOf(rows.supports);
