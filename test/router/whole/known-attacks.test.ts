import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub, type Question, type TestHub } from "../../support/hub.ts";
import { insertWorld, people } from "../../support/world.ts";

// What docs/security.md lists and no other file holds off already.
let hub: TestHub;
beforeAll(async () => {
  hub = await openHub();
  await insertWorld(hub.sql);
});
afterAll(() => hub.close());

const clerk = { areas: ["320105006"] };
/** A clerk's token that keeps the right to people, and not the right to their names. */
const narrowed = { ...clerk, scope: "population:read" };
const LIST = `query ($filter: ResidentFilter, $first: Int = 20, $after: String) {
  residents(filter: $filter, first: $first, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }`;

describe("a mask", () => {
  // Somebody who sees 欧阳** could otherwise try names until one is found.
  test("is not lifted by a filter on what it hides, however the filter is given", async () => {
    const [person] = people;
    const ways: Question[] = [
      { query: LIST, variables: { filter: { name: person?.name } } },
      { query: LIST, variables: { filter: { name: "无名" } } },
      { query: `{ residents(filter: { name: "${person?.name}" }) { edges { node { id } } } }` },
      {
        query: `query ($n: String = "${person?.name}") { residents(filter: { name: $n }) { pageInfo { hasNextPage } } }`,
      },
      { query: `{ a: residents(filter: { areaCode: "320105006", name: "${person?.name}" }) { __typename } }` },
    ];
    for (const question of ways) {
      const reply = await hub.ask({ ...question, ...narrowed });
      expect(reply.text).not.toContain('"1001"');
      expect(reply.errors.map(({ extensions }) => extensions.code)).toContain("UNAUTHORIZED_FIELD_OR_TYPE");
    }
    const [hit, miss] = await Promise.all(ways.slice(0, 2).map((one) => hub.ask({ ...one, ...narrowed })));
    expect(hit?.text).toBe(miss?.text);
  });

  test("stays on under an alias, in a list, through a household and in a second field of the same name", async () => {
    const query = `{ a: resident(id: "1001") { b: idNumber idNumber ... on Resident { c: idNumber } }
      residents { edges { node { household { members { d: idNumber } } } } } }`;
    const { text, masked } = await hub.ask({ query, ...clerk });
    expect(masked).toEqual(["Resident.idNumber"]);
    for (const { idNumber } of people) expect(text).not.toContain(idNumber.slice(6));
  });
});

describe("a page", () => {
  test("counts nobody who is hidden: it is the last one where the viewer's own people end", async () => {
    const own = people.filter(({ areaCode }) => areaCode.startsWith("320105006"));
    const page = async (first: number) => (await hub.ask({ query: LIST, variables: { first }, ...clerk })).text;
    expect(await page(own.length - 1)).toContain('"hasNextPage":true');
    expect(await page(own.length)).toContain('"hasNextPage":false');
    expect(await page(100)).toContain('"hasNextPage":false');
  });

  test("behind anybody's cursor of any list holds the viewer's own rows or none", async () => {
    const all = await hub.ask({ query: LIST, areas: ["32"] });
    const accounts = await hub.ask({
      query: "{ accounts { edges { cursor } } }",
      areas: ["32"],
      roles: ["account_admin"],
    });
    const cursors = [...`${all.text}${accounts.text}`.matchAll(/"cursor":"([^"]+)"/g)].map((match) => match[1]);
    expect(cursors.length).toBeGreaterThan(people.length);
    for (const after of cursors) {
      const { text } = await hub.ask({ query: LIST, variables: { after }, ...clerk });
      const ids = [...text.matchAll(/"id":"(\d+)"/g)].map((match) => match[1]);
      expect(ids.filter((id) => !["1001", "1002", "1003"].includes(id ?? ""))).toEqual([]);
    }
  });
});

describe("one document asked by different viewers at once", () => {
  const QUERY = `query ($on: Boolean!) { resident(id: "1001") { id phone
    medicalInsurance @include(if: $on) { claims { edges { node { diagnosis @skip(if: $on) totalFen @include(if: $on) } } } } } }`;
  const officer = { roles: ["department_officer"], department: "medical-insurance", areas: ["3201"] };
  const asked: Question[] = [
    { query: QUERY, ...clerk },
    { query: QUERY, ...officer },
    { query: QUERY, roles: ["grid_worker"], areas: ["320105"] },
    { query: QUERY, roles: ["resident"], areas: [], residentId: "1001" },
    { query: QUERY, areas: ["3202"] },
    { query: QUERY, purpose: null, ...clerk },
  ].flatMap((one) => [true, false].map((on) => ({ ...one, variables: { on } })));

  test("gives each the answer it gets when it asks alone, whatever its variables switch on", async () => {
    const alone: string[] = [];
    for (const question of asked) {
      const fresh = await hub.ask({ ...question, query: `# ${alone.length}\n${question.query}` });
      alone.push(fresh.text);
    }
    expect(new Set(alone).size).toBeGreaterThan(6);
    for (let round = 0; round < 5; round += 1) {
      const together = await Promise.all(asked.map((question) => hub.ask(question)));
      expect(together.map(({ text }) => text)).toEqual(alone);
    }
  });
});
