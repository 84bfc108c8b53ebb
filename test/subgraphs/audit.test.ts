import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openHub, type TestHub } from "../support/hub.ts";
import { badPages, readPages } from "../support/pages.ts";
import { accessRecord } from "../support/rows/audit.ts";
import { withSealer } from "../support/sealer.ts";

const hub: TestHub = await openHub({ overHttp: true });
const auditor = { roles: ["auditor"], areas: ["3201"], purpose: null };
// Reading the log is entered in it: what the tests look for are looks.
const PAGE = `query ($first: Int, $after: String) { accessRecords(kind: LOOK, first: $first, after: $after) {
  edges { cursor node { requestId } } pageInfo { hasNextPage endCursor } } }`;

beforeEach(async () => {
  await hub.sql`truncate audit.access_records`;
});
afterAll(() => hub.close());

const read = async (first: number, areas = auditor.areas) => {
  const records = await readPages<{ requestId: string }>(hub, { query: PAGE, ...auditor, areas }, first, [
    "accessRecords",
  ]);
  return records.map(({ requestId }) => requestId);
};

describe("a cursor of Query.accessRecords", () => {
  const cursors = async (areas: string[]) => {
    const reply = await hub.ask({ query: PAGE, ...auditor, areas });
    const { edges } = (reply.data as { accessRecords: { edges: { cursor: string; node: { requestId: string } }[] } })
      .accessRecords;
    return new Map(edges.map(({ cursor, node }) => [node.requestId, cursor]));
  };

  test("tells nothing of how many looks there were elsewhere", async () => {
    const mine = { id: "00000000-0000-4000-8000-00000000000a", areaCode: "3201", requestId: "mine-0001" };
    await accessRecord(hub.sql, mine);
    const before = await cursors(["3201"]);
    await hub.sql`truncate audit.access_records`;
    for (let at = 0; at < 12; at += 1) await accessRecord(hub.sql, { areaCode: "3202" });
    await accessRecord(hub.sql, mine);
    expect(await cursors(["3201"])).toEqual(before);
  });

  test("of another auditor leads nowhere", async () => {
    for (const areaCode of ["3201", "3202", "3201"])
      await accessRecord(hub.sql, { areaCode, requestId: `in-${areaCode}00` });
    const theirs = (await cursors(["3202"])).get("in-320200") ?? "";
    expect(theirs).not.toBe("");
    const reply = await hub.ask({ query: PAGE, variables: { after: theirs }, ...auditor });
    // Sealed for the other auditor: it opens for nobody else.
    expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
    expect(reply.data).toEqual({ accessRecords: null });
  });
});

describe("AccessRecord", () => {
  const FIELDS = `id recordedAt requestId viewerId viewerRoles viewerAreas viewerDepartment purpose rolesHash
    operationHash operationName returnedFields maskedFields refusedFields residentCount kind seal withheldUntilAt`;
  const one = async () => {
    const reply = await hub.ask({
      query: `{ accessRecords(kind: LOOK) { edges { node { ${FIELDS} } } } }`,
      ...auditor,
    });
    expect(reply.errors).toEqual([]);
    return (reply.data as { accessRecords: { edges: { node: object }[] } }).accessRecords.edges[0]?.node;
  };

  test("holds what was entered", async () => {
    await accessRecord(hub.sql, {
      id: "00000000-0000-4000-8000-000000000001",
      recordedAt: "2025-06-01T16:00:00.123+08:00",
      requestId: "request-4711",
      viewerId: "501",
      roles: ["window_clerk", "village_worker"],
      areas: ["320105006", "320105007"],
      department: "civil-affairs",
      purpose: "duty:%E6%A0%B8%E5%AF%B9",
      rolesHash: "roles",
      operationHash: "operation",
      operationName: "Main",
      returned: ["Resident.id", "Resident.name"],
      masked: ["Resident.idNumber"],
      refused: ["Claim.diagnosis"],
      residents: ["a", "b", "c"],
    });
    expect(await one()).toEqual({
      id: "00000000-0000-4000-8000-000000000001",
      recordedAt: "2025-06-01T08:00:00.123Z",
      requestId: "request-4711",
      viewerId: "501",
      viewerRoles: ["window_clerk", "village_worker"],
      viewerAreas: ["320105006", "320105007"],
      viewerDepartment: "civil-affairs",
      purpose: "duty:%E6%A0%B8%E5%AF%B9",
      rolesHash: "roles",
      operationHash: "operation",
      operationName: "Main",
      returnedFields: ["Resident.id", "Resident.name"],
      maskedFields: ["Resident.idNumber"],
      refusedFields: ["Claim.diagnosis"],
      residentCount: 3,
      kind: "LOOK",
      seal: null,
      withheldUntilAt: null,
    });
  });

  test("says by nulls and empty lists what there was not", async () => {
    await accessRecord(hub.sql, { roles: [], purpose: null, residents: [] });
    expect(await one()).toMatchObject({
      viewerRoles: [],
      viewerDepartment: null,
      purpose: null,
      operationName: null,
      returnedFields: [],
      maskedFields: [],
      refusedFields: [],
      residentCount: 0,
    });
  });

  test("has no field for the people", async () => {
    await accessRecord(hub.sql, { residents: ["the-pseudonym"] });
    const reply = await hub.ask({ query: `{ accessRecords { edges { node { residents } } } }`, ...auditor });
    expect(reply.data).toBeUndefined();
    expect(JSON.stringify(await one())).not.toContain("the-pseudonym");
  });
});

describe("Query.accessRecords", () => {
  test.each([1, 2, 3, 4, 100])("come newest first, once each, %i a page", async (first) => {
    // The order is that of writing, whatever the clock says.
    for (const day of ["03", "01", "04", "02"]) {
      await accessRecord(hub.sql, { requestId: `request-${day}`, recordedAt: `2025-06-${day}T00:00:00Z` });
    }
    expect(await read(first)).toEqual(["request-02", "request-04", "request-01", "request-03"]);
  });

  test("do not shift when new records come between two pages", async () => {
    for (const at of [1, 2, 3]) await accessRecord(hub.sql, { requestId: `request-${at}` });
    const first = await hub.ask({ query: PAGE, variables: { first: 2 }, ...auditor });
    const { accessRecords } = first.data as { accessRecords: { pageInfo: { endCursor: string } } };
    await accessRecord(hub.sql, { requestId: "request-4" });
    const next = await hub.ask({ query: PAGE, variables: { after: accessRecords.pageInfo.endCursor }, ...auditor });
    expect([...next.text.matchAll(/"requestId":"(.+?)"/g)].map((match) => match[1])).toEqual(["request-1"]);
  });

  test("are those of viewers in the auditor's areas, and of viewers without an area", async () => {
    for (const areaCode of ["320105006", "3201", "", "320205105", "32"]) {
      await accessRecord(hub.sql, { areaCode, requestId: `request-${areaCode}` });
    }
    expect(await read(10)).toEqual(["request-", "request-3201", "request-320105006"]);
    expect(await read(10, ["3202"])).toEqual(["request-320205105", "request-"]);
    expect(await read(10, ["32"])).toHaveLength(5);
  });

  test.each([[[]], [["abc"]], [["3201", "320"]]])("show an auditor of %j nothing", async (areas) => {
    await accessRecord(hub.sql, { areaCode: "" });
    await accessRecord(hub.sql, { areaCode: "320105006" });
    expect(await read(10, areas)).toEqual([]);
  });

  test.each(badPages)("are null with an error for the page %j", async (page) => {
    await accessRecord(hub.sql);
    const reply = await hub.ask({ query: PAGE, variables: { ...page }, ...auditor });
    expect(reply.errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [["accessRecords"], "BAD_USER_INPUT"],
    ]);
    expect(reply.data).toEqual({ accessRecords: null });
  });

  test("cost one SELECT", async () => {
    for (let at = 0; at < 10; at += 1) await accessRecord(hub.sql);
    const statements = await hub.countStatements(() => hub.ask({ query: PAGE, ...auditor }));
    expect(statements).toEqual({ audit: 1 });
  });

  test("are entered themselves when they are read, and when a try is refused", async () => {
    await hub.ask({ query: PAGE, ...auditor, sub: "9" });
    await hub.ask({ query: "{ accessRecords { pageInfo { hasNextPage } } }", sub: "5" });
    const entered = await hub.sql`select kind, viewer_id, residents, l.refused, purpose from audit.access_records
        join audit.field_lists l using (field_lists_id) order by position`;
    expect([...entered]).toEqual([
      { kind: "LOG_READ", viewer_id: "9", residents: [], refused: [], purpose: null },
      {
        kind: "LOG_READ",
        viewer_id: "5",
        residents: [],
        refused: ["Query.accessRecords"],
        purpose: "item:320101-001",
      },
    ]);
    const reply = await hub.ask({ query: "{ accessRecords(kind: LOG_READ) { edges { node { kind } } } }", ...auditor });
    expect(reply.text.match(/"LOG_READ"/g)).toHaveLength(2);
  });

  test("name nothing as given where the whole answer is null", async () => {
    const reply = await hub.ask({
      query: `{ a: residents(first: 1) { edges { node { name } } } b: residents(first: 0) { edges { node { id } } }
        c: case(number: "320100-2026-17") { status } }`,
    });
    expect(reply.data).toBeNull();
    // Nothing is wrong with what the others would have been.
    expect(reply.errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([[["b"], "BAD_USER_INPUT"]]);
    const lists =
      await hub.sql`select l.returned, l.masked from audit.access_records join audit.field_lists l using (field_lists_id)`;
    expect([...lists]).toEqual([{ returned: [], masked: [] }]);
  });

  test("name their fields although the database is one that never heard of them", async () => {
    for (let at = 0; at < 2; at += 1) {
      // As a copy that takes over may be older than what the hub remembers.
      await hub.sql`truncate audit.field_lists, audit.access_records`;
      await hub.ask({ query: PAGE, ...auditor });
      const lists =
        await hub.sql`select l.returned from audit.access_records join audit.field_lists l using (field_lists_id)`;
      expect(lists.map(({ returned }) => (returned as string[])[0])).toEqual(["Query.accessRecords"]);
    }
  });

  test("are not shown when the reading can't be entered", async () => {
    await accessRecord(hub.sql, { requestId: "secret-look" });
    await hub.sql`revoke insert on audit.access_records from onedoor_audit`;
    try {
      const reply = await hub.ask({ query: PAGE, ...auditor });
      expect(reply.status).toBe(503);
      expect(reply.text).not.toContain("secret-look");
    } finally {
      await hub.sql`grant insert on audit.access_records to onedoor_audit`;
    }
    expect((await hub.ask({ query: PAGE, ...auditor })).status).toBe(200);
  });
});

describe("Query.seals", () => {
  const SEALS = `query ($first: Int = 20, $after: String) { seals(first: $first, after: $after) {
    edges { cursor node { number fromPosition toPosition count root signedAt keyId } } pageInfo { hasNextPage endCursor } } }`;

  test.each([1, 2, 20])("come newest first, %i a page, with what they cover", async (first) => {
    await hub.sql`truncate audit.seals`;
    await hub.sql`alter sequence audit.access_records_position_seq restart with 1`;
    for (let at = 0; at < 7; at += 1) await accessRecord(hub.sql);
    await withSealer(hub.urlFor, (sealer) => sealer.sealAll(), { mostRecords: 3 });
    const seals = await readPages<{ number: number; root: string }>(hub, { query: SEALS, ...auditor }, first, [
      "seals",
    ]);
    expect(seals).toMatchObject([
      { number: 3, fromPosition: "7", toPosition: "7", count: 1 },
      { number: 2, fromPosition: "4", toPosition: "6", count: 3 },
      { number: 1, fromPosition: "1", toPosition: "3", count: 3 },
    ]);
    for (const { root } of seals) expect(root).toMatch(/^[0-9a-f]{64}$/);
    const records = await hub.ask({ query: "{ accessRecords { edges { node { number seal } } } }", ...auditor });
    expect(records.text).toContain('{"number":"4","seal":2}');
  });

  test.each([["window_clerk"], ["resident"], ["account_admin"]])("are refused to a %s", async (role) => {
    const reply = await hub.ask({ query: SEALS, roles: [role], areas: ["32"], residentId: "1" });
    expect(reply.data).toEqual({ seals: null });
  });

  test("show an auditor without an area nothing", async () => {
    await accessRecord(hub.sql);
    await withSealer(hub.urlFor, (sealer) => sealer.sealAll());
    const reply = await hub.ask({ query: SEALS, ...auditor, areas: [] });
    expect(reply.data).toMatchObject({ seals: { edges: [] } });
  });
});
