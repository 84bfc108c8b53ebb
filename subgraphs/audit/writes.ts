import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import postgres from "postgres";
import { arrayLiteral } from "../shared/database.ts";
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
export function openAccessLog(url: string): AccessLog {
  const pool = postgres(url, {
    max: 2,
    fetch_types: false,
    onnotice: () => undefined,
    connection: { application_name: "onedoor audit", statement_timeout: 5_000 },
  });
  // Lists that are known to be in the database need not be sent again.
  const known = new LRUCache<string, true>({ max: LISTS_KNOWN });
  return {
    async append(records) {
      const lists = new Map(records.map(({ fields }) => [fields.id, fields]));
      const isKnown = [...lists.keys()].every((id) => known.has(id));
      const entries = JSON.stringify(records.map(({ fields, ...entry }) => ({ ...entry, field_lists_id: fields.id })));
      if (isKnown) {
        const added = await pool.unsafe(APPEND, [entries, arrayLiteral([...lists.keys()])], { prepare: true });
        if (added.count === records.length) return;
        // Another database than before: one that was restored, or that took over.
        known.clear();
      }
      await pool.unsafe(APPEND_WITH_LISTS, [entries, JSON.stringify([...lists.values()])], { prepare: true });
      for (const id of lists.keys()) known.set(id, true);
    },
    async check() {
      const [row] = await pool.unsafe<{ can_append: boolean }[]>(CHECK, [], { prepare: true });
      if (row?.can_append !== true) throw new Error("the access record takes no entries");
    },
    close: () => pool.end({ timeout: 5 }),
  };
}

// Asked for, not tried: an entry taken back would leave a gap in the positions, and an empty group would be announced.
const CHECK = `select current_setting('transaction_read_only') = 'off'
  and has_any_column_privilege('audit.access_records', 'insert') as can_append`;

const LISTS_KNOWN = 10_000;

const COLUMNS = `record_id, request_id, viewer_id, viewer_name, viewer_office, area_code, roles, areas, department, purpose, roles_hash,
  operation_hash, operation_name, field_lists_id, residents, kind`;

// One statement for a group of any size: the group travels as one JSON text.
const ADD_RECORDS = `insert into audit.access_records (${COLUMNS})
  select ${COLUMNS} from json_to_recordset($1::text::json) as given(
    record_id uuid, request_id text, viewer_id text, viewer_name text, viewer_office text, area_code text, roles text[], areas text[], department text, purpose text,
    roles_hash text, operation_hash text, operation_name text, field_lists_id text, residents text[], kind text)`;

// Adds nothing when the database lacks one of the lists: no record may name what is not there.
const APPEND = `${ADD_RECORDS}
  where (select count(*) from audit.field_lists where field_lists_id = any($2::text[])) = cardinality($2::text[])`;

const APPEND_WITH_LISTS = `with lists as (
  insert into audit.field_lists (field_lists_id, returned, masked, refused)
  select id, returned, masked, refused
  from json_to_recordset($2::text::json) as given(id text, returned text[], masked text[], refused text[])
  on conflict do nothing) ${ADD_RECORDS}`;
