import { setTimeout as pause } from "node:timers/promises";
import { v7 as timeOrderedId } from "uuid";
import { type AccessLog, type AccessRecord, type FieldLists, toFieldLists } from "../../subgraphs/index.ts";
import { pseudonymOf } from "../../subgraphs/shared/pseudonym.ts";
import type { RecordKind } from "../../subgraphs/shared/record-kind.ts";
import { writePurpose } from "../../subgraphs/shared/purpose.ts";
import type { Viewer } from "../../subgraphs/shared/viewer.ts";
import type { OfficeOf } from "./offices.ts";
import { faultWithin } from "../telemetry/fault-within.ts";
import type { Operation } from "../operation/read-operation.ts";
import type { ToldFields } from "./told-fields.ts";

/** Enters looks at people in the access record. */
export interface Recorder {
  /** Resolves once the look stands in the record; rejects when it can't be entered, and then nothing may be released. */
  enter(look: Look): Promise<void>;
  /** Absent where there is no access record to write to. */
  readonly health?: RecordHealth;
}

/** Whether looks can be entered, as far as the last try tells. */
export interface RecordHealth {
  readonly isWritable: () => boolean;
  /** Asks again, unless a look has been entered since it was asked last. Never rejects. */
  check(): Promise<void>;
}

/** What metrics and traces learn. */
export interface RecordObserver {
  onGroup?(size: number, seconds: number, isWritten: boolean): void;
  onFault?(error: unknown, looks: number): void;
}

export interface Look {
  kind: RecordKind;
  /** Made here when it is left out. */
  recordId?: string;
  requestId: string;
  viewer: Viewer;
  operation: Operation;
  told: ToldFields;
  /** Ids of the residents in the answer. */
  residents: ReadonlySet<string>;
}

interface Waiting {
  record: AccessRecord;
  resolve: () => void;
  reject: (error: unknown) => void;
}

// Half of what a small group costs is its transaction. Under load, a group waits a few milliseconds for the next looks.
const LINGER_MS = 4;

/**
 * Records are written in groups: all that arrive while one group is being written, or a few milliseconds after it began,
 * make up the next. Each answer waits for the group its own record is in; a look that comes alone does not wait.
 */
export function createRecorder(
  log: AccessLog,
  pseudonymKey: string,
  { onGroup, onFault }: RecordObserver = {},
  officeOf: OfficeOf = () => null,
): Recorder {
  let waiting: Waiting[] = [];
  let isWriting = false;
  let isWritable = false;
  let hasWritten = false;
  let isTold = false;

  const writeGroups = async (): Promise<void> => {
    isWriting = true;
    let startedAt = -Infinity;
    let isBusy = false;
    while (waiting.length > 0) {
      const early = startedAt + LINGER_MS - performance.now();
      if (isBusy && early > 0) await pause(early);
      const group = waiting;
      waiting = [];
      isBusy = group.length > 1;
      startedAt = performance.now();
      try {
        await log.append(group.map((one) => one.record));
        isWritable = hasWritten = true;
        for (const one of group) one.resolve();
      } catch (error) {
        isWritable = hasWritten = false;
        for (const one of group) one.reject(error);
        onFault?.(error, group.length);
      }
      onGroup?.(group.length, (performance.now() - startedAt) / 1000, isWritable);
    }
    isWriting = false;
  };

  return {
    async enter(look) {
      const office = officeOf(look.viewer);
      // Known but for the first look from an office: a look that waits for nothing joins the next group.
      const record = toRecord(look, pseudonymKey, office instanceof Promise ? await office : office);
      return new Promise((resolve, reject) => {
        waiting.push({ record, resolve, reject });
        // It never rejects: a group that fails rejects the answers that wait for it.
        if (!isWriting) writeGroups().catch(() => undefined);
      });
    },
    health: {
      isWritable: () => isWritable,
      async check() {
        if (!hasWritten) {
          const fault = await faultWithin(log.check(), CHECK_TIMEOUT_MS);
          isWritable = fault === null;
          // Told once, and not every few seconds for as long as it lasts.
          if (fault !== null && !isTold) onFault?.(fault, 0);
          isTold = fault !== null;
        }
        hasWritten = false;
      },
    },
  };
}

// A database that hangs is as good as none; a record would not be entered either.
const CHECK_TIMEOUT_MS = 2_000;

function toRecord(look: Look, pseudonymKey: string, office: string | null): AccessRecord {
  const { viewer, told, operation } = look;
  return {
    kind: look.kind,
    record_id: look.recordId ?? timeOrderedId(),
    request_id: look.requestId,
    viewer_id: viewer.id,
    viewer_name: viewer.name,
    viewer_office: office,
    area_code: viewer.areas[0] ?? "",
    roles: viewer.roles,
    areas: viewer.areas,
    department: viewer.department,
    purpose: viewer.purpose === null ? viewer.refusedPurpose : writePurpose(viewer.purpose),
    roles_hash: viewer.rolesHash,
    operation_hash: operation.hash,
    operation_name: operation.name,
    fields: fieldsOf(told),
    residents: [...look.residents].map((id) => pseudonymOf(id, pseudonymKey)),
  };
}

const known = new WeakMap<ToldFields, FieldLists>();

/** Worked out once for each set of permissions an operation is authorized for, as long as nothing goes wrong. */
function fieldsOf(told: ToldFields): FieldLists {
  const found = known.get(told) ?? toFieldLists(told);
  known.set(told, found);
  return found;
}
