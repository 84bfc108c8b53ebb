import { createHmac, randomBytes, randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import type { Viewer } from "./viewer.ts";

const COLUMNS = "record_id, viewer_id, area_code, roles, areas, purpose, operation_hash, returned, masked, residents";

const APPEND = `insert into onedoor_bench.looks (${COLUMNS})
  select ${COLUMNS} from json_to_recordset($1::text::json) as given(record_id uuid, viewer_id text, area_code text,
    roles text[], areas text[], purpose text, operation_hash text, returned text[], masked text[], residents text[])`;

const RETURNED = `Query.resident Resident.id Resident.name Resident.area Area.name Resident.socialSecurity
  SocialSecurity.status SocialSecurity.participations Participation.insurance Participation.status
  Participation.paidMonths Resident.medicalInsurance MedicalInsurance.scheme MedicalInsurance.status
  MedicalInsurance.claims ClaimConnection.edges ClaimEdge.node Claim.settledOn Claim.hospital Resident.assistance
  Assistance.status Assistance.category Resident.oldAgeAllowance OldAgeAllowance.bandAge`.split(/\s+/);

/** Enters one look at a resident; resolves once it is written. */
export type Recorder = (viewer: Viewer, purpose: string, residentId: string) => Promise<void>;

interface Waiting {
  readonly look: object;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Writes looks as the hub does: what comes while one group is written makes up the next. */
export function createRecorder(sql: Sql): Recorder {
  const key = randomBytes(32).toString("hex");
  let waiting: Waiting[] = [];
  let isWriting = false;

  const write = async (): Promise<void> => {
    isWriting = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        await sql.unsafe(APPEND, [JSON.stringify(group.map((one) => one.look))], { prepare: true });
        for (const one of group) one.resolve();
      } catch (error) {
        for (const one of group) one.reject(error);
      }
    }
    isWriting = false;
  };

  return (viewer, purpose, residentId) =>
    new Promise((resolve, reject) => {
      const look = {
        record_id: randomUUID(),
        viewer_id: viewer.id,
        area_code: viewer.areas[0] ?? "",
        roles: viewer.roles,
        areas: viewer.areas,
        purpose,
        operation_hash: "a hand-written handler answers one question only",
        returned: RETURNED,
        masked: ["Resident.idNumber"],
        residents: [createHmac("sha256", key).update(`resident ${residentId}`).digest("base64url")],
      };
      waiting.push({ look, resolve, reject });
      if (!isWriting) write().catch(() => undefined);
    });
}
