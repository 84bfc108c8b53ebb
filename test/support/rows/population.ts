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

/** An event of the department, and a key of an account. */
export async function toldAndKept(sql: Sql): Promise<void> {
  await sql`insert into population.outbox (name, version, resident_id, area_code, payload, account)
    values ('ResidentDied', 1, 1001, '320105006001', '{}', '1')`;
  await sql`insert into population.event_deliveries (resident_id, event_id, hearer, name, version)
    values (1001, gen_random_uuid(), 'grid', 'ResidentDied', 1)`;
  await sql`insert into population.request_keys (account, key, request_hash, answer) values ('1', 'a key', 'a hash', '{}')`;
}
