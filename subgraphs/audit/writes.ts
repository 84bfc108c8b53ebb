import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { arrayLiteral } from "../shared/bind-statement.ts";
import { openPool } from "../shared/postgres/pool.ts";
import { withTicket } from "../shared/postgres/ticket.ts";
import type { RecordKind } from "../shared/record-kind.ts";

/** One entry, as it is written; the columns of audit.access_records. */
export interface AccessRecord {
  readonly kind: RecordKind;
  readonly record_id: string;
  readonly request_id: string;
  readonly viewer_id: string;
  /** Name and office of a member of staff as they were at that moment; null where none is known. */
  readonly viewer_name: string | null;
  readonly viewer_office: string | null;
  readonly area_code: string;
  readonly roles: readonly string[];
  readonly areas: readonly string[];
  readonly department: string | null;
  readonly purpose: string | null;
  readonly roles_hash: string;
  readonly operation_hash: string;
  readonly operation_name: string | null;
  readonly fields: FieldLists;
  /** Pseudonyms, never ids. */
  readonly residents: readonly string[];
}

/** Which fields an operation returns, masks and refuses under one set of permissions; schema coordinates. */
export interface FieldLists {
  /** Follows from the lists alone. */
  readonly id: string;
  readonly returned: readonly string[];
  readonly masked: readonly string[];
  readonly refused: readonly string[];
}

/** Lists with the id they have in every record that names them; the database checks it. */
export function toFieldLists({ returned, masked, refused }: Omit<FieldLists, "id">): FieldLists {
  const text = [returned, masked, refused].map((list) => JSON.stringify(list)).join("\n");
  return { id: createHash("sha256").update(text).digest("base64"), returned, masked, refused };
}

/** The append-only log of looks at people. */
export interface AccessLog {
  /** Appends all of them in one transaction, or none. */
  append(records: readonly AccessRecord[]): Promise<void>;
  /** Rejects when records could not be appended now. Writes nothing. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the log through a login that can add records and do nothing else to them. */
export function openAccessLog(url: string, isPooled = false): AccessLog {
  const pool = openPool({
    url,
    isPooled,
    name: "onedoor audit",
    size: 2,
    settings: { statement_timeout: TIMEOUT_MS },
    // The server ends a statement before; what is later than this comes no more.
    statementWithinMs: TIMEOUT_MS + 500,
  });
  // An entry whose proof fails stays, and its answer is withheld: of looks, one entry too many is right and one too few never.
  const append = async (text: string, entries: string, lists: string): Promise<number> => {
    const [added] = await pool.append(text, [entries, lists]);
    return Number(added?.["count"]);
  };
  // Lists that are known to be in the database need not be sent again.
  const known = new LRUCache<string, true>({ max: LISTS_KNOWN });
  return {
    async append(records) {
      const lists = new Map(records.map(({ fields }) => [fields.id, fields]));
      const isKnown = [...lists.keys()].every((id) => known.has(id));
      const entries = JSON.stringify(records.map(({ fields, ...entry }) => ({ ...entry, field_lists_id: fields.id })));
      if (isKnown) {
        const added = await append(APPEND, entries, arrayLiteral([...lists.keys()]));
        if (added === records.length) return;
        // Another database than before: one that was restored, or that took over.
        known.clear();
      }
      const added = await append(APPEND_WITH_LISTS, entries, JSON.stringify([...lists.values()]));
      if (added !== records.length) throw new Error("the access record took some entries and not others");
      for (const id of lists.keys()) known.set(id, true);
    },
    async check() {
      const [row] = await pool.read(CHECK, []);
      if (row?.["can_append"] !== true) throw new Error("the access record takes no entries");
    },
    close: () => pool.close(),
  };
}

// Asked for, not tried: an entry taken back would leave a gap in the positions, and an empty group would be announced.
const CHECK = withTicket(
  `select current_setting('transaction_read_only') = 'off'
    and has_any_column_privilege('audit.access_records', 'insert') as can_append`,
  0,
);

const TIMEOUT_MS = 5_000;
const LISTS_KNOWN = 10_000;

const COLUMNS = `record_id, request_id, viewer_id, viewer_name, viewer_office, area_code, roles, areas, department, purpose, roles_hash,
  operation_hash, operation_name, field_lists_id, residents, kind`;

// One statement for a group of any size: the group travels as one JSON text.
const ADD_RECORDS = `insert into audit.access_records (${COLUMNS})
  select ${COLUMNS} from json_to_recordset($1::text::json) as given(
    record_id uuid, request_id text, viewer_id text, viewer_name text, viewer_office text, area_code text, roles text[], areas text[], department text, purpose text,
    roles_hash text, operation_hash text, operation_name text, field_lists_id text, residents text[], kind text)`;

const ADDED = `select $3::text, true, (select count(*)::int from added) as count`;

// Adds nothing when the database lacks one of the lists: no record may name what is not there.
const APPEND = `with added as (${ADD_RECORDS}
  where (select count(*) from audit.field_lists where field_lists_id = any($2::text[])) = cardinality($2::text[])
  returning true) ${ADDED}`;

const APPEND_WITH_LISTS = `with lists as (
  insert into audit.field_lists (field_lists_id, returned, masked, refused)
  select id, returned, masked, refused
  from json_to_recordset($2::text::json) as given(id text, returned text[], masked text[], refused text[])
  on conflict do nothing), added as (${ADD_RECORDS} returning true) ${ADDED}`;
