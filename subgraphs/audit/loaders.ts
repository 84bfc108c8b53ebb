import DataLoader from "dataloader";
import { sql } from "drizzle-orm";
import type { LoaderContext } from "../shared/loader.ts";
import { type Connection, type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import { defineRead, isAfterNamed, type RowOf } from "../shared/read.ts";
import { loadUnjudgedDuties } from "./loaders-duties.ts";
import { listed, loadLooksBy, lookColumns } from "./loaders-looks.ts";
import { loadSeals } from "./loaders-seals.ts";
import { filterValues, isAsFiltered, type RecordFilter } from "./loaders-filter.ts";
import { loadObjections } from "./loaders-objections.ts";
import { loadWithholdings } from "./loaders-withholdings.ts";
import { visibleRecords } from "./policies.ts";
import { accessRecords } from "./tables.ts";
import { type RecordDutyJudgementInput, recordDutyJudgement } from "./writes-duties.ts";
import {
  loadOwnObjections,
  type OwnObjectionRow,
  type RaiseObjectionInput,
  raiseObjection,
  type SettleObjectionInput,
  settleObjection,
} from "./writes-objections.ts";
import {
  type OrderWithholdingInput,
  orderWithholding,
  takeWithholdingStep,
  type WithholdingStepInput,
  type WithholdingStep,
} from "./writes-withholdings.ts";

const recordColumns = {
  ...lookColumns,
  kind: accessRecords.kind,
  rolesHash: accessRecords.rolesHash,
  operationHash: accessRecords.operationHash,
  operationName: accessRecords.operationName,
  viewerName: accessRecords.viewerName,
  refusedFields: listed("refused"),
  residentCount: sql<number>`cardinality(${accessRecords.residents})`,
  withheldUntilAt: sql<string | null>`audit.withheld_until(${accessRecords.purpose}, ${accessRecords.areaCode})`,
};
export type AccessRecordRow = RowOf<typeof recordColumns>;

// A position tells how many looks there were anywhere before it, so it stays here: a cursor names the last record
// shown, and leads nowhere for a viewer who may not see that record.
const recordPage = defineRead(
  recordColumns,
  sql`from ${accessRecords} where ${visibleRecords}
    and (${sql.placeholder("kind")}::text is null or ${accessRecords.kind} = ${sql.placeholder("kind")}::text)
    and ${isAsFiltered}
    and ${isAfterNamed(accessRecords, accessRecords.recordId, accessRecords.position, visibleRecords)}
    order by ${accessRecords.position} desc limit ${sql.placeholder("limit")}::int`,
);

const RECORDS: ListOrder = { list: "access-records", sort: "none", id: "uuid" };

/** The reads of the Audit department; one set per request. */
export function createLoaders(context: LoaderContext) {
  return {
    recordPage: (kind: string | null, filter: RecordFilter, page: PageArguments) =>
      loadPage(context, kind, filter, page),
    withholdingPage: (page: PageArguments) => loadWithholdings(context, page),
    objectionPage: (isAnswered: boolean | null, page: PageArguments) => loadObjections(context, isAnswered, page),
    ownObjectionByLookId: new DataLoader<string, OwnObjectionRow | null>(async (lookIds) => {
      const found = new Map((await loadOwnObjections(context, lookIds)).map((row) => [row.lookId, row]));
      return lookIds.map((id) => found.get(id) ?? null);
    }),
    looksByResidentId: loadLooksBy(context),
    sealPage: (page: PageArguments) => loadSeals(context, page),
    unjudgedDutyPage: (page: PageArguments) => loadUnjudgedDuties(context, page),
    writes: {
      orderWithholding: (order: OrderWithholdingInput) => orderWithholding(context, order),
      takeWithholdingStep: (input: WithholdingStepInput, step: WithholdingStep) =>
        takeWithholdingStep(context, input, step),
      raiseObjection: (objection: RaiseObjectionInput) => raiseObjection(context, objection),
      settleObjection: (answer: SettleObjectionInput) => settleObjection(context, answer),
      recordDutyJudgement: (judgement: RecordDutyJudgementInput) => recordDutyJudgement(context, judgement),
    },
    addedRecords: (signal = new AbortController().signal) => watch(context, signal),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;

const recordsBetween = defineRead(
  recordColumns,
  sql`from ${accessRecords} where ${visibleRecords}
    and ${accessRecords.position} between ${sql.placeholder("from")}::bigint and ${sql.placeholder("to")}::bigint
    order by ${accessRecords.position}`,
);

/** The records that are added from now on, as far as the viewer may see them, in the form of a root value. */
async function* watch(
  { database, viewer }: LoaderContext,
  signal: AbortSignal,
): AsyncGenerator<{ accessRecordAdded: AccessRecordRow }> {
  // Each notice names the positions of one group: `17-42`.
  for await (const notice of database.listen("onedoor_access_records", signal)) {
    const [from = "0", to = from] = notice.split("-");
    const rows = await database.read(viewer, recordsBetween, { from, to }, "primary");
    for (const accessRecordAdded of rows) yield { accessRecordAdded };
  }
}

async function loadPage(
  { database, viewer }: LoaderContext,
  kind: string | null,
  filter: RecordFilter,
  page: PageArguments,
): Promise<Connection<AccessRecordRow>> {
  const values = pageValues(page, RECORDS);
  const rows = await database.read(viewer, recordPage, { ...values, kind, ...filterValues(filter) });
  return toConnection(rows, values, RECORDS, (row) => ["0", row.id]);
}
