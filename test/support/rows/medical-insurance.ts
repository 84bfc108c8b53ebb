import { rows } from "../../../subgraphs/medical-insurance/rows.ts";
import { rowOf } from "./described.ts";

export const enrolment = rowOf(rows.enrolments);
export const claim = rowOf(rows.claims);
