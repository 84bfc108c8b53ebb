import type { Sql } from "postgres";
import { rows } from "../../../subgraphs/population/rows.ts";
import { rowOf } from "./described.ts";

/** One person in the civil registry, and in no other department. */
export const registeredResident = rowOf(rows.residents);
export const household = rowOf(rows.households);
/** One division; its parent need not be there. */
export const area = rowOf(rows.areas);
/** One request for emergency access; confirmed when somebody is named. */
export const emergencyAccess = rowOf(rows.emergencyAccesses);

const centre = rowOf(rows.serviceCentres);
const served = rowOf(rows.centreTownships);

type Centre = Parameters<typeof centre>[1] & { readonly code: string; readonly townships: readonly string[] };

/** One service centre, and the townships it serves. */
export async function serviceCentre(sql: Sql, { townships, ...row }: Centre): Promise<void> {
  await centre(sql, row);
  for (const townshipCode of townships) await served(sql, { centreCode: row.code, townshipCode });
}
