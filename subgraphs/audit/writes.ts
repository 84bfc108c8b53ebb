import postgres from "postgres";
import type { RecordKind } from "../shared/record-kind.ts";

/** One entry, as it is written; the columns of audit.access_records. */
export interface AccessRecord {
  readonly kind: RecordKind;
  readonly record_id: string;
  readonly request_id: string;
  readonly viewer_id: string;
  readonly area_code: string;
  readonly roles: readonly string[];
  readonly areas: readonly string[];
  readonly department: string | null;
  readonly purpose: string | null;
  readonly roles_hash: string;
  readonly operation_hash: string;
  readonly operation_name: string | null;
  readonly returned: readonly string[];
  readonly masked: readonly string[];
  readonly refused: readonly string[];
  /** Pseudonyms, never ids. */
  readonly residents: readonly string[];
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
  return {
    async append(records) {
      await pool.unsafe(APPEND, [JSON.stringify(records)], { prepare: true });
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

const COLUMNS = `record_id, request_id, viewer_id, area_code, roles, areas, department, purpose, roles_hash,
  operation_hash, operation_name, returned, masked, refused, residents, kind`;

// One statement for a group of any size: the group travels as one JSON text.
const APPEND = `insert into audit.access_records (${COLUMNS})
  select ${COLUMNS} from json_to_recordset($1::text::json) as given(
    record_id uuid, request_id text, viewer_id text, area_code text, roles text[], areas text[], department text, purpose text,
    roles_hash text, operation_hash text, operation_name text, returned text[], masked text[], refused text[],
    residents text[], kind text)`;
