import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openHub, type TestHub } from "../support/hub.ts";
import { badPages, readPages } from "../support/pages.ts";
import { accessRecord } from "../support/rows/audit.ts";

const hub: TestHub = await openHub({ overHttp: true });
const auditor = { roles: ["auditor"], areas: ["3201"], purpose: null };
const PAGE = `query ($first: Int, $after: String) { accessRecords(first: $first, after: $after) {
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
    expect(reply.text).toContain('"edges":[]');
  });
});

describe("AccessRecord", () => {
  const FIELDS = `id recordedAt requestId viewerId viewerRoles viewerAreas viewerDepartment purpose rolesHash
    operationHash operationName returnedFields maskedFields refusedFields residentCount`;
  const one = async () => {
    const reply = await hub.ask({ query: `{ accessRecords { edges { node { ${FIELDS} } } } }`, ...auditor });
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

  test("cost one SELECT, and leave no record of their own", async () => {
    for (let at = 0; at < 10; at += 1) await accessRecord(hub.sql);
    const statements = await hub.countStatements(() => hub.ask({ query: PAGE, ...auditor }));
    expect(statements).toEqual({ audit: 1 });
    const [count] = await hub.sql`select count(*)::int as n from audit.access_records`;
    expect(count?.["n"]).toBe(10);
  });
});
