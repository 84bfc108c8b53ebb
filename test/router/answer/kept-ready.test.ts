import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPublishedOperations, hashOf } from "../../../router/http/published-operations.ts";
import { parseRoles } from "../../../schema/roles.ts";
import { readText } from "../../repository/tree.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { resident } from "../../support/rows/resident.ts";

const PUBLISHED = "query Published($id: ID!) { resident(id: $id) { id sex } }";
const HERE = { areas: ["320105006"] };
const ELSEWHERE = { areas: ["320205105"] };

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub({ documents: createPublishedOperations(new Map([[hashOf(PUBLISHED), PUBLISHED]]), "any") });
  await resident(hub.sql, { id: "1001" });
  await resident(hub.sql, { id: "1002" });
});
afterAll(() => hub.close());

/** What had to be worked out for a question: nothing of it hangs on how long anything took. */
async function workFor(query: string, who: object, variables: Record<string, unknown> = {}) {
  const before = await counts();
  const reply = await hub.ask({ query, variables, ...who });
  const after = await counts();
  return { checked: after.checked - before.checked, planned: after.planned - before.planned, data: reply.data };
}

async function counts() {
  const text = await (await fetch(`${hub.url}/metrics`)).text();
  const read = (name: string) =>
    Number(
      text
        .split("\n")
        .find((line) => line.startsWith(`${name} `))
        ?.split(" ")[1],
    );
  return {
    checked: read('onedoor_document_lookups_total{result="prepared"}'),
    planned: read("onedoor_plans_made_total"),
  };
}

describe("a document that is not published", () => {
  const query = 'query Own { resident(id: "1001") { id name } }';

  test("takes as much work for a viewer of another area as if nobody had sent it", async () => {
    expect(await workFor(query, HERE)).toMatchObject({ checked: 1, planned: 1 });
    expect(await workFor(query, HERE)).toMatchObject({ checked: 0, planned: 0 });
    expect(await workFor(query, ELSEWHERE)).toMatchObject({ checked: 1, planned: 1, data: { resident: null } });
    expect(await workFor(query, ELSEWHERE)).toMatchObject({ checked: 0, planned: 0 });
  });

  test("is kept for one resident alone, who has no area", async () => {
    const asResident = (residentId: string) => ({ roles: ["resident"], areas: [], residentId, sub: `r${residentId}` });
    const own = "query Mine { resident(id: 1001) { id sex } }";
    for (const residentId of ["1001", "1002"]) {
      expect(await workFor(own, asResident(residentId))).toMatchObject({ checked: 1, planned: 1 });
    }
  });

  test("shares its plan with documents that differ in values, not with those of another area", async () => {
    const about = (id: string) => `query Shape { resident(id: "${id}") { id birthOn } }`;
    expect(await workFor(about("1001"), HERE)).toMatchObject({
      checked: 1,
      planned: 1,
      data: { resident: { id: "1001" } },
    });
    expect(await workFor(about("1002"), HERE)).toMatchObject({
      checked: 1,
      planned: 0,
      data: { resident: { id: "1002" } },
    });
    expect(await workFor(about("1003"), HERE)).toMatchObject({ checked: 1, planned: 0, data: { resident: null } });
    expect(await workFor(about("1001"), ELSEWHERE)).toMatchObject({ checked: 1, planned: 1, data: { resident: null } });
  });
});

describe("a published operation", () => {
  test("is worked out once for everybody", async () => {
    const variables = { id: "1001" };
    await workFor(PUBLISHED, HERE, variables);
    expect(await workFor(PUBLISHED, HERE, variables)).toMatchObject({ checked: 0, planned: 0 });
    expect(await workFor(PUBLISHED, ELSEWHERE, variables)).toMatchObject({ checked: 0, planned: 0 });
  });

  test("is planned for every role before anybody asks", async () => {
    const roles = parseRoles(readText("schema/roles.yaml"));
    const scopes = [...roles.scopesOf(["window_clerk"], null)].map((scope) => `scope:${scope}`);
    const ahead = await openHub({
      documents: createPublishedOperations(new Map([[hashOf(PUBLISHED), PUBLISHED]]), "only"),
      audiences: [new Set(["authenticated", "policy:purpose", ...scopes])],
    });
    const planned = async () =>
      /^onedoor_plans_made_total (\d+)$/m.exec(await (await fetch(`${ahead.url}/metrics`)).text())?.[1];
    await expect.poll(planned).toBe("1");
    await resident(ahead.sql, { id: "1001" });
    expect((await ahead.ask({ query: PUBLISHED, variables: { id: "1001" } })).data).toEqual({
      resident: { id: "1001", sex: "MALE" },
    });
    expect(await planned()).toBe("1");
    await ahead.close();
  });
});
