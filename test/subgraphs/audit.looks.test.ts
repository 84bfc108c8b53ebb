import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { pseudonymOf } from "../../subgraphs/shared/pseudonym.ts";
import { openHub, PSEUDONYM_KEY, type TestHub } from "../support/hub.ts";
import { MAIN_QUERY } from "../support/main-query.ts";
import { readPages } from "../support/pages.ts";
import { insertCaseOfPurpose } from "../support/purposes.ts";
import { accessRecord } from "../support/rows/audit.ts";
import { idNumberOf, resident } from "../support/rows/resident.ts";
import { withSealer } from "../support/sealer.ts";

const hub: TestHub = await openHub({ overHttp: true });
const clerk = { sub: "501", roles: ["window_clerk"], areas: ["320105006"], department: "population" };
const self = (residentId: string) => ({ sub: `r${residentId}`, roles: ["resident"], areas: [], residentId });
const officer = { sub: "9", roles: ["department_officer"], areas: ["32"], department: "audit" };
const FIELDS = `id number recordedAt requestId viewerId viewerRoles viewerAreas viewerDepartment purpose returnedFields
  maskedFields isMasked seal`;
const LOOKS = `query ($id: ID!, $first: Int = 20, $after: String) { resident(id: $id) {
  accessRecords(first: $first, after: $after) { edges { cursor node { ${FIELDS} } } pageInfo { hasNextPage endCursor } } } }`;

interface Look {
  requestId: string;
  viewerId: string;
  seal: number | null;
  [field: string]: unknown;
}

beforeAll(async () => {
  for (const id of ["1001", "1002", "1003"]) await resident(hub.sql, { id });
  await insertCaseOfPurpose(hub.sql);
});
beforeEach(async () => {
  await hub.sql`truncate audit.access_records, audit.looked_at, audit.seals, audit.withholdings`;
});
afterAll(() => hub.close());

const looksAt = async (id: string, viewer: object = self(id)): Promise<Look[]> => {
  const reply = await hub.ask({ query: LOOKS, variables: { id }, ...viewer });
  expect(reply.errors).toEqual([]);
  const { resident: found } = reply.data as { resident: { accessRecords: { edges: { node: Look }[] } } | null };
  return (found?.accessRecords.edges ?? []).map(({ node }) => node);
};
/** Somebody else's looks: one's own pages are entered too. */
const byOthers = (looks: readonly Look[], own = "r") => looks.filter(({ viewerId }) => !viewerId.startsWith(own));
const pseudonym = (id: string) => pseudonymOf(id, PSEUDONYM_KEY);

describe("Resident.accessRecords", () => {
  test("shows a resident who looked, when, why and at which fields, at once", async () => {
    const headers = { "x-request-id": "receipt-4711" };
    await hub.ask({ query: MAIN_QUERY, variables: { id: "1001" }, ...clerk, headers });
    const [look] = byOthers(await looksAt("1001"));
    expect(look).toMatchObject({
      number: expect.stringMatching(/^\d+$/) as string,
      recordedAt: expect.stringMatching(/^20/) as string,
      requestId: "receipt-4711",
      viewerId: "501",
      viewerRoles: ["window_clerk"],
      viewerAreas: ["320105006"],
      viewerDepartment: "population",
      purpose: "item:320101-001",
      maskedFields: ["Resident.idNumber"],
      isMasked: true,
      seal: null,
    });
    expect(look?.["returnedFields"]).toContain("SocialSecurity.status");
  });

  test("shows the same look before and after its seal, once", async () => {
    await hub.ask({ query: MAIN_QUERY, variables: { id: "1001" }, ...clerk });
    const [before] = byOthers(await looksAt("1001"));
    await withSealer(hub.urlFor, (sealer) => sealer.sealAll());
    expect(byOthers(await looksAt("1001"))).toEqual([{ ...before, seal: 1 }]);
  });

  test("holds a list in the view of everybody in it, and nothing there of the others", async () => {
    await hub.ask({ query: "query Everybody { residents { edges { node { id name } } } }", ...clerk });
    for (const id of ["1001", "1002", "1003"]) {
      const reply = await hub.ask({ query: LOOKS, variables: { id }, ...self(id) });
      expect(byOthers(await looksAt(id))).toHaveLength(1);
      for (const other of ["1001", "1002", "1003"].filter((one) => one !== id)) {
        expect(reply.text).not.toContain(pseudonym(other));
        expect(reply.text).not.toContain(other);
      }
    }
  });

  test("never holds a look at somebody else", async () => {
    for (const id of ["1002", "1003"]) await hub.ask({ query: MAIN_QUERY, variables: { id }, ...clerk });
    expect(byOthers(await looksAt("1001"))).toEqual([]);
    await withSealer(hub.urlFor, (sealer) => sealer.sealAll());
    expect(byOthers(await looksAt("1001"))).toEqual([]);
  });

  test("of somebody else cannot be read by a resident, whatever the token says beside it", async () => {
    await accessRecord(hub.sql, { residents: [pseudonym("1002")] });
    const asked = { query: LOOKS, variables: { id: "1002" }, ...self("1001") };
    expect((await hub.ask({ ...asked, areas: ["32"] })).data).toEqual({ resident: null });
  });

  test("is refused to whoever is neither the resident nor an auditor", async () => {
    await accessRecord(hub.sql, { residents: [pseudonym("1001")] });
    const reply = await hub.ask({ query: LOOKS, variables: { id: "1001" }, ...clerk });
    expect(reply.errors.map(({ extensions }) => extensions.code)).toContain("UNAUTHORIZED_FIELD_OR_TYPE");
    expect(reply.text).not.toContain("requestId");
  });

  test("shows an auditor the looks by viewers of the areas", async () => {
    for (const areaCode of ["320105006", "320205105", ""]) {
      await accessRecord(hub.sql, { areaCode, requestId: `by-${areaCode}`, residents: [pseudonym("1001")] });
    }
    const auditor = { ...officer, areas: ["320105"] };
    expect(byOthers(await looksAt("1001", auditor), "9").map(({ requestId }) => requestId)).toEqual([
      "by-",
      "by-320105006",
    ]);
  });

  test("needs the auditors' right to be read by area", async () => {
    await accessRecord(hub.sql, { requestId: "somebody", residents: [pseudonym("1001")] });
    const narrowed = { ...officer, scope: "population:read audit:read:own" };
    expect(await looksAt("1001", narrowed)).toEqual([]);
  });

  test.each([1, 2, 3])("comes newest first, once each, %i a page, over the edge of what is sealed", async (first) => {
    for (const at of [1, 2, 3, 4, 5, 6]) {
      await accessRecord(hub.sql, { requestId: `look-${at}`, residents: [pseudonym(at === 3 ? "1002" : "1001")] });
      if (at === 4) await withSealer(hub.urlFor, (sealer) => sealer.sealAll());
    }
    const path = ["resident", "accessRecords"];
    const looks = await readPages<Look>(hub, { query: LOOKS, variables: { id: "1001" }, ...self("1001") }, first, path);
    expect(byOthers(looks).map(({ requestId }) => requestId)).toEqual([
      "look-6",
      "look-5",
      "look-4",
      "look-2",
      "look-1",
    ]);
  });

  test("costs one SELECT for all residents of a list", async () => {
    await accessRecord(hub.sql, { residents: ["1001", "1002", "1003"].map(pseudonym) });
    const query = "{ residents { edges { node { id accessRecords(first: 1) { edges { node { requestId } } } } } } }";
    const counts = await hub.countStatements(async () => {
      const reply = await hub.ask({ query, ...officer });
      expect(reply.text.match(/request-0001/g)).toHaveLength(3);
    });
    expect(counts["audit"]).toBe(1);
  });
});

describe("a look at nobody", () => {
  const BY_NUMBER = "query ($n: ResidentIdNumber!) { residentByIdNumber(idNumber: $n) { id name } }";
  const lastRecord = async () => {
    const [record] =
      await hub.sql`select to_jsonb(r) - '{record_id,position,recorded_at,request_id,transaction}'::text[] || to_jsonb(l) as record
      from audit.access_records r join audit.field_lists l using (field_lists_id) order by position desc limit 1`;
    return record?.["record"] as Record<string, unknown>;
  };

  test("is the same to the viewer and in the log whether there is nobody or somebody elsewhere", async () => {
    await resident(hub.sql, { id: "2091", areaCode: "320205105001" });
    const replies: string[] = [];
    const records: Record<string, unknown>[] = [];
    const statements: object[] = [];
    for (const n of [idNumberOf("2091"), idNumberOf("2092")]) {
      const counts = await hub.countStatements(async () => {
        replies.push((await hub.ask({ query: BY_NUMBER, variables: { n }, ...clerk })).text);
      });
      statements.push(counts);
      records.push(await lastRecord());
    }
    expect(replies[0]).toBe('{"data":{"residentByIdNumber":null}}');
    expect(replies[1]).toBe(replies[0]);
    expect(records[1]).toEqual(records[0]);
    expect(statements[1]).toEqual(statements[0]);
    expect(records[0]).toMatchObject({ kind: "LOOK", viewer_id: "501", residents: [] });
    expect(records[0]?.["returned"]).toContain("Query.residentByIdNumber");
  });

  test("that was refused for want of a purpose is entered", async () => {
    const asked = { query: BY_NUMBER, variables: { n: idNumberOf("1001") }, ...clerk, purpose: null };
    const reply = await hub.ask(asked);
    expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["PURPOSE_REQUIRED"]);
    expect(await lastRecord()).toMatchObject({
      kind: "LOOK",
      purpose: null,
      refused: ["Query.residentByIdNumber"],
      residents: [],
    });
  });
});
