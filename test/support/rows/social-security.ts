import { rows } from "../../../subgraphs/social-security/rows.ts";
import { rowOf } from "./described.ts";

export const insuredPerson = rowOf(rows.insuredPersons);
export const participation = rowOf(rows.participations);
