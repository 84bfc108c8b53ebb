import { createHash, randomUUID } from "node:crypto";
import { openAccessLog, toFieldLists } from "../../subgraphs/index.ts";
import type { Installation } from "../installation.ts";
import { loadRoles } from "../trust.ts";

/** What stands in the access record, and in requests, for whoever runs the hub. */
export const HOST = "host";

/**
 * Enters what is done on the host in the access record, before it is done: the second person of a change must be seen.
 * What can't be entered is not done.
 */
export async function enterAct(installation: Installation, act: string, area: string): Promise<void> {
  const log = openAccessLog(installation.urlOf("audit"));
  const name = `hub accounts ${act}`;
  try {
    await log.append([
      {
        kind: "ACCOUNT_CHANGE",
        record_id: randomUUID(),
        request_id: randomUUID(),
        viewer_id: HOST,
        viewer_name: null,
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
      },
    ]);
  } finally {
    await log.close();
  }
}
