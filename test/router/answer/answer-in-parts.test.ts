import { createClient } from "graphql-sse";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { delayed, refused } from "../../support/faults/wire.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import type { TestClaims } from "../../support/issuer.ts";
import { resident } from "../../support/rows/resident.ts";

const IN_PARTS = "text/event-stream; parts=yes";
const LATE_MS = 600;
const MAIN = `query ($id: ID!) { resident(id: $id) {
  id name idNumber medicalInsurance { status } assistance { status } } }`;

interface Part {
  hasNext?: boolean;
  data: { resident: Record<string, unknown> | null } | null;
  errors?: { path?: string[]; extensions: { code: string } }[];
  extensions?: { masked?: string[]; pending?: string[][] };
}

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub({ throughProxies: true });
  await resident(hub.sql, { id: "1001" });
});
afterEach(async () => {
  for (const department of ["population", "civil-affairs", "medical-insurance"]) await hub.proxyOf(department).heal();
  await hub.sql`truncate audit.access_records`;
});
afterAll(() => hub.close());

async function ask(query = MAIN, claims: TestClaims = {}, accept = IN_PARTS): Promise<Part[]> {
  const client = createClient({
    url: `${hub.url}/graphql`,
    retryAttempts: 0,
    headers: { authorization: `Bearer ${await hub.tokenFor(claims)}`, "x-purpose": "item:320101-001" },
    // The client names the media type itself, and knows of no parameter.
    fetchFn: (url: string, init: RequestInit) => {
      const headers = new Headers(init.headers);
      headers.set("accept", accept);
      return fetch(url, { ...init, headers });
    },
  });
  const parts: Part[] = [];
  for await (const part of client.iterate({ query, variables: { id: "1001" } })) parts.push(part as unknown as Part);
  client.dispose();
  return parts;
}
const whole = async (claims: TestClaims = {}) => {
  const { data, errors, masked } = await hub.ask({ query: MAIN, variables: { id: "1001" }, ...claims });
  return { data, errors, masked };
};
const looks = () => hub.sql`select cardinality(residents) as people from audit.access_records`;

describe("an answer in parts", () => {
  test("ends with the one part that waits for nothing", async () => {
    const parts = await ask();
    const waiting = [...parts.slice(1).map(() => true), false];
    expect(parts.map(({ extensions }) => extensions?.pending !== undefined)).toEqual(waiting);
    expect(parts.map(({ hasNext }) => hasNext)).toEqual(waiting);
    expect(await looks()).toHaveLength(1);
  });

  test("shows who has answered while one department is late, and says what is waited for", async () => {
    await hub.proxyOf("civil-affairs").fail(delayed(LATE_MS));
    const [early, last] = (await ask()).slice(-2);
    expect(early?.extensions?.pending).toEqual([["resident", "assistance"]]);
    expect(early?.data?.resident).toMatchObject({ id: "1001", assistance: null });
    expect(early?.data?.resident?.["medicalInsurance"]).toEqual(last?.data?.resident?.["medicalInsurance"]);
    expect(early?.errors).toEqual(last?.errors);
    expect(last?.extensions?.pending).toBeUndefined();
    expect(last?.data?.resident?.["assistance"]).toHaveProperty("status");
  });

  test("ends with what one answer would have said", async () => {
    await hub.proxyOf("civil-affairs").fail(delayed(LATE_MS));
    const last = (await ask()).at(-1);
    await hub.proxyOf("civil-affairs").heal();
    const once = await whole();
    expect([last?.data, last?.errors ?? [], last?.extensions?.masked]).toEqual([once.data, once.errors, once.masked]);
  });

  test("tells a failed department by its error and not as one that is waited for", async () => {
    await hub.proxyOf("medical-insurance").fail(refused);
    await hub.proxyOf("civil-affairs").fail(delayed(LATE_MS));
    const early = (await ask()).at(-2);
    expect(early?.extensions?.pending).toEqual([["resident", "assistance"]]);
    expect(early?.errors).toContainEqual(
      expect.objectContaining({
        path: ["resident", "medicalInsurance"],
        extensions: { code: "SUBGRAPH_UNAVAILABLE" },
      }),
    );
  });

  test("releases nothing while nobody is known to be in it", async () => {
    await hub.proxyOf("population").fail(delayed(LATE_MS));
    // How many parts follow depends on how busy the machine is.
    for (const { data } of await ask()) expect(data?.resident).toHaveProperty("id", "1001");
  });

  test("is entered once, before its first part", async () => {
    await hub.proxyOf("civil-affairs").fail(delayed(LATE_MS));
    await ask();
    expect([...(await looks())]).toEqual([{ people: 1 }]);
  });

  test("shows nothing when the look can't be entered", async () => {
    await hub.proxyOf("civil-affairs").fail(delayed(LATE_MS));
    await hub.sql`revoke insert on audit.access_records from onedoor_audit`;
    const parts = await ask().finally(() => hub.sql`grant insert on audit.access_records to onedoor_audit`);
    expect(parts.map(({ data, errors }) => [data, errors?.[0]?.extensions.code])).toEqual([[null, "INTERNAL"]]);
  });

  test("shows in no part what the viewer may not see", async () => {
    await hub.proxyOf("civil-affairs").fail(delayed(LATE_MS));
    const parts = await ask(MAIN, { areas: ["320205105"] });
    expect(parts.map(({ data }) => data)).toEqual([{ resident: null }]);
    const refusals = await ask(MAIN, { roles: ["analyst"], areas: ["32"] });
    expect(refusals.map(({ data }) => data)).toEqual([{ resident: null }]);
  });

  test("is for those alone who ask for it: an event stream has one event for a query", async () => {
    await hub.proxyOf("civil-affairs").fail(delayed(LATE_MS));
    expect(await ask(MAIN, {}, "text/event-stream")).toHaveLength(1);
  });
});
