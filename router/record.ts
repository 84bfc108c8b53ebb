import { createHmac, randomUUID } from "node:crypto";
import type { AccessLog, AccessRecord } from "../subgraphs/index.ts";
import type { Viewer } from "../subgraphs/shared/viewer.ts";
import type { Authorized } from "./authorize.ts";
import type { Operation } from "./operation.ts";

/** Enters looks at people in the access record. */
export interface Recorder {
  /** Resolves once the look stands in the record; rejects when it can't be entered, and then nothing may be released. */
  enter(look: Look): Promise<void>;
}

export interface Look {
  requestId: string;
  viewer: Viewer;
  operation: Operation;
  authorized: Authorized;
  /** Ids of the residents in the answer. */
  residents: ReadonlySet<string>;
}

interface Waiting {
  record: AccessRecord;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Records are written in groups: all that arrive while one group is being written make up the next. Each
 * answer waits for the group its own record is in.
 */
export function createRecorder(log: AccessLog, pseudonymKey: string): Recorder {
  let waiting: Waiting[] = [];
  let isWriting = false;

  const writeGroups = async (): Promise<void> => {
    isWriting = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        await log.append(group.map((one) => one.record));
        for (const one of group) one.resolve();
      } catch (error) {
        for (const one of group) one.reject(error);
      }
    }
    isWriting = false;
  };

  return {
    enter: (look) =>
      new Promise((resolve, reject) => {
        waiting.push({ record: toRecord(look, pseudonymKey), resolve, reject });
        // It never rejects: a group that fails rejects the answers that wait for it.
        if (!isWriting) writeGroups().catch(() => undefined);
      }),
  };
}

function toRecord(look: Look, pseudonymKey: string): AccessRecord {
  const { viewer, authorized, operation } = look;
  return {
    record_id: randomUUID(),
    request_id: look.requestId,
    viewer_id: viewer.id,
    area_code: viewer.areas[0] ?? "",
    roles: viewer.roles,
    areas: viewer.areas,
    department: viewer.department,
    purpose: viewer.purpose === null ? null : `${viewer.purpose.kind}:${viewer.purpose.detail}`,
    roles_hash: viewer.rolesHash,
    operation_hash: operation.hash,
    operation_name: operation.name,
    returned: authorized.returned,
    masked: authorized.masked,
    refused: authorized.refused,
    residents: [...look.residents].map((id) => pseudonymOf(id, pseudonymKey)),
  };
}

/** A resident in the access record: the same for every look at the same person, and nothing without the key. */
function pseudonymOf(residentId: string, key: string): string {
  return createHmac("sha256", key).update(`resident ${residentId}`).digest("base64url");
}
