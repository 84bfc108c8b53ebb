import { type SQL, sql } from "drizzle-orm";
import { type LoaderContext, oneByKey } from "../shared/loader.ts";
import { type Connection, type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import { isRequestId } from "../shared/purpose.ts";
import { claimsAreSet, defineRead, isAfterNamed, type RowOf } from "../shared/read.ts";
import { besideEmergency } from "../shared/viewer.ts";
import { visibleEmergencies } from "./policies.ts";
import { emergencyAccesses, emergencyFirstConfirmations as first } from "./tables.ts";

const state: SQL<string> = sql<string>`case
  when ${emergencyAccesses.confirmedBy} is null and ${emergencyAccesses.lapsesAt} > clock_timestamp() then 'REQUESTED'
  when ${emergencyAccesses.confirmedBy} is null then 'LAPSED'
  when ${emergencyAccesses.endsAt} > clock_timestamp() then 'CONFIRMED'
  else 'ENDED' end`;

/** Of who confirmed first; null for most requests, which take no third person. */
const ofFirst = <Value>(column: SQL<Value>): SQL<Value | null> =>
  sql<Value | null>`(select ${column} from ${first} where ${first.accessId} = ${emergencyAccesses.accessId})`;

const emergencyColumns = {
  id: emergencyAccesses.accessId,
  state,
  requestedBy: emergencyAccesses.requestedBy,
  areaCode: emergencyAccesses.areaCode,
  reason: emergencyAccesses.reason,
  requestedAt: emergencyAccesses.requestedAt,
  lapsesAt: emergencyAccesses.lapsesAt,
  confirmedBy: emergencyAccesses.confirmedBy,
  confirmedAt: emergencyAccesses.confirmedAt,
  endsAt: emergencyAccesses.endsAt,
  firstConfirmedBy: ofFirst(sql<string>`${first.confirmedBy}`),
  firstConfirmedAt: ofFirst(sql<string>`${first.confirmedAt}`),
  isAwaitingThirdPerson: sql<boolean>`${state} = 'REQUESTED' and exists (
    select from ${first} where ${first.accessId} = ${emergencyAccesses.accessId})`,
};
type EmergencyRow = RowOf<typeof emergencyColumns>;

const emergenciesById = defineRead(
  emergencyColumns,
  sql`from ${emergencyAccesses} where ${emergencyAccesses.accessId} = any(${sql.placeholder("keys")}::uuid[])
    and ${visibleEmergencies}`,
);

const ownEmergency = defineRead(
  emergencyColumns,
  sql`from ${emergencyAccesses} where ${emergencyAccesses.accessId} = ${sql.placeholder("id")}::uuid
    and ${emergencyAccesses.requestedBy} = ${sql.placeholder("account")}::text and ${visibleEmergencies}`,
);

const emergencyPage = defineRead(
  emergencyColumns,
  sql`from ${emergencyAccesses} where ${visibleEmergencies}
    and ${isAfterNamed(emergencyAccesses, emergencyAccesses.accessId, emergencyAccesses.position, visibleEmergencies)}
    order by ${emergencyAccesses.position} desc limit ${sql.placeholder("limit")}::int`,
);

const grantColumns = {
  residentId: sql<string>`open.subject_id`,
  remainingMs: sql<number>`open.remaining_ms`,
};
type EmergencyGrant = RowOf<typeof grantColumns>;

const openGrant = defineRead(
  grantColumns,
  sql`from population.emergency_grant(${sql.placeholder("account")}::text, ${sql.placeholder("id")}::uuid) as open
    where ${claimsAreSet}`,
);

const EMERGENCIES: ListOrder = { list: "emergency-accesses", sort: "none", id: "uuid" };

/** The reads of requests for emergency access; one set per request. */
export function createEmergencyLoaders(context: LoaderContext) {
  return {
    emergencyById: oneByKey(context, emergenciesById, (row) => row.id, isRequestId),
    emergencyPage: (page: PageArguments) => loadPage(context, page),
    ownEmergency: (id: string) => loadOwn(context, id),
    openEmergency: (id: string) => loadOpen(context, id),
  };
}

async function loadPage({ database, viewer }: LoaderContext, page: PageArguments): Promise<Connection<EmergencyRow>> {
  const values = pageValues(page, EMERGENCIES);
  const rows = await database.read(viewer, emergencyPage, { ...values });
  return toConnection(rows, values, EMERGENCIES, (row) => ["0", row.id]);
}

async function loadOwn({ database, viewer }: LoaderContext, id: string): Promise<EmergencyRow | null> {
  if (!isRequestId(id)) return null;
  const [own] = await database.read(besideEmergency(viewer), ownEmergency, { account: viewer.id, id });
  return own ?? null;
}

async function loadOpen({ database, viewer }: LoaderContext, id: string): Promise<EmergencyGrant | null> {
  if (!isRequestId(id)) return null;
  const [grant] = await database.read(viewer, openGrant, { account: viewer.id, id });
  return grant ?? null;
}
