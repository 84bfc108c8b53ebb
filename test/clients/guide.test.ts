import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultLimits } from "../../router/operation/limits.ts";
import { messageOf } from "../../subgraphs/shared/errors.ts";
import { readText, root } from "../repository/tree.ts";
import { dayFromNow } from "../support/days.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { gridResident } from "../support/rows/grid.ts";
import { resident } from "../support/rows/resident.ts";
import { createHubFetch } from "./shown/hub-fetch.ts";

const GUIDE = "docs/how-to/write-a-client.md";
const guide = readText(GUIDE);

describe("the guide", () => {
  test("shows the files that the tests run", () => {
    const files = readdirSync(`${root}/test/clients/shown`).filter((file) => /\.(ts|py)$/.test(file));
    expect(files.length).toBeGreaterThan(5);
    const missing = files.filter((file) => !guide.includes(`\n${readText(`test/clients/shown/${file}`)}\`\`\``));
    expect(missing).toEqual([]);
  });

  test("names every code and the limits as they are", () => {
    expect(Object.keys(messageOf).filter((code) => !guide.includes(code))).toEqual([]);
    const { bodyBytes, documentBytes, rootFields, aliases, selections, depth, cost } = defaultLimits;
    const limits = `a body of ${bodyBytes} bytes, a document of ${documentBytes} bytes, ${rootFields} root fields, ${aliases} aliases, ${selections} fields and fragments, ${depth} levels of fields, ${cost} values`;
    expect(guide.replaceAll("\n", " ")).toContain(limits);
  });

  test.each(["README.md", "README.zh-CN.md"])("is found from %s", (file) => {
    expect(readText(file)).toContain(`(${GUIDE})`);
  });
});

describe("what it says of every request", () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await openHub();
    for (const id of ["1001", "1002", "1003"]) await resident(hub.sql, { id });
    await gridResident(hub.sql, { residentId: "1001" });
  });
  afterAll(() => hub.close());
  const clerk = { sub: "1" };

  test.each([
    ["2f0c8a5e-0000-4000-8000-000000000001", true],
    ["short", false],
    ["names 329901199001010114", false],
  ])("an x-request-id of %s comes back: %s", async (given, comesBack) => {
    const { headers } = await hub.ask({ query: "{ __typename }", headers: { "x-request-id": given } });
    expect(headers.get("x-request-id") === given).toBe(comesBack);
  });

  test("a cursor of another account or list is BAD_USER_INPUT at its field, and begins again without", async () => {
    const list = `query ($after: String) { residents(first: 1, after: $after) {
      edges { node { id } } pageInfo { endCursor } } }`;
    const first = await hub.ask({ query: list, ...clerk });
    const { endCursor } = (first.data?.["residents"] as { pageInfo: { endCursor: string } }).pageInfo;
    const next = await hub.ask({ query: list, variables: { after: endCursor }, ...clerk });
    expect(next.data).toMatchObject({ residents: { edges: [{ node: { id: "1002" } }] } });
    for (const [sub, after] of [
      ["2", endCursor],
      ["1", "of another list"],
    ] as const) {
      const { errors } = await hub.ask({ query: list, variables: { after }, sub });
      expect([errors[0]?.extensions.code, errors[0]?.path]).toEqual(["BAD_USER_INPUT", ["residents"]]);
    }
  });

  test("a request over a limit says which, what it had and what is allowed", async () => {
    const query = `{ ${Array.from({ length: 31 }, (_, at) => `a${at}: __typename`).join(" ")} }`;
    const { errors } = await hub.ask({ query });
    expect(errors[0]?.extensions).toEqual({ code: "BAD_USER_INPUT", limit: "rootFields", had: 31, allowed: 30 });
  });

  test("a mutation sent again under its key is done once, and with another input KEY_USED", async () => {
    const worker = { sub: "504", roles: ["grid_worker"], areas: ["320105006"] };
    const query =
      "mutation ($input: RecordVisitInput!) { recordVisit(input: $input) { visit { id } errors { code } } }";
    const input = { key: "2f0c8a5e-visit-0001", residentId: "1001", visitedOn: dayFromNow(0), kind: "ROUTINE" };
    const record = (isMet: boolean) => hub.ask({ query, variables: { input: { ...input, isMet } }, ...worker });
    const [once, again, other] = [await record(true), await record(true), await record(false)];
    expect(once.data).toMatchObject({ recordVisit: { visit: { id: expect.any(String) as string } } });
    expect(again.data).toEqual(once.data);
    expect(other.data).toEqual({ recordVisit: { visit: null, errors: [{ code: "KEY_USED" }] } });
    expect(await hub.sql`select from grid.visits`).toHaveLength(1);
  });
});

describe("a busy hub", () => {
  test("says when to ask again, and the fetch of the guide waits for it twice", async () => {
    const hub = await openHub({ admission: { mostRequests: 0, mostLagMs: 600_000 } });
    const startedAt = performance.now();
    const response = await createHubFetch(() => hub.tokenFor())(`${hub.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ me { id } }" }),
    });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(performance.now() - startedAt).toBeGreaterThan(1_900);
    await hub.close();
  });
});
