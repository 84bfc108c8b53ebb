import { createHash, randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import { openAccessLog, toFieldLists } from "../../subgraphs/index.ts";
import type { Installation } from "../installation.ts";
import { loadRoles } from "../load-roles.ts";

/** What stands for the operator of the hub in the access record and in requests. */
export const HOST = "host";

/**
 * Enters what is done on the host in the access record, before it is done, once for each area, whose auditors read it: the
 * second person of a change must be seen. What can't be entered is not done.
 */
export async function enterAct(installation: Installation, name: string, areas: readonly string[]): Promise<void> {
  const log = openAccessLog(installation.urlOf("audit"));
  const viewerName = systemAccount();
  try {
    await log.append(
      areas.map((area) => ({
        kind: "ACCOUNT_CHANGE" as const,
        record_id: randomUUID(),
        request_id: randomUUID(),
        viewer_id: HOST,
        viewer_name: viewerName,
        viewer_office: null,
        area_code: area,
        roles: [],
        areas: [area],
        department: null,
        purpose: null,
        roles_hash: loadRoles().hash,
        operation_hash: createHash("sha256").update(name).digest("hex"),
        operation_name: name,
        fields: toFieldLists({ returned: [], masked: [], refused: [] }),
        residents: [],
      })),
    );
  } finally {
    await log.close();
  }
}

/** The system account that runs the command; null in a container that gives it no name. */
function systemAccount(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
