import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { badPages, garbageIds, readPages } from "../support/pages.ts";
import { finding, followUp, visit } from "../support/rows/grid.ts";
import { registeredResident } from "../support/rows/population.ts";
import { scopesOfRole } from "../support/sdl-rules.ts";
import { callDepartment } from "../support/viewer.ts";

const hub: TestHub = await openHub({ overHttp: true });
const worker = { roles: ["grid_worker"], areas: ["320105006"] };

beforeEach(async () => {
  await hub.sql`truncate population.residents, grid.residents, grid.visits, grid.findings, grid.follow_ups`;
  await registeredResident(hub.sql, { id: "1001" });
});
afterAll(() => hub.close());

const ask = (fields: string, who: object = worker): Promise<Reply> =>
  hub.ask({ query: `{ resident(id: "1001") { visits { edges { node { ${fields} } } } } }`, ...who });

const WHOLE =
  "visitedOn visitor kind outcome note findings { kind severity note } followUps { dueOn doneOn kind isOverdue note result }";

describe("Resident.visits", () => {
  test("holds what was found and what is to be done, as it is kept and in its order", async () => {
    const key = { residentId: "1001", visitId: "7" };
    await visit(hub.sql, { residentId: "1001", id: "7", kind: "CARE", outcome: "FINDINGS", note: "独居" });
    await finding(hub.sql, { ...key, id: "2", kind: "HOUSING", severity: "URGENT", note: "电线裸露" });
    await finding(hub.sql, { ...key, id: "1", kind: "HEALTH" });
    await followUp(hub.sql, {
      ...key,
      id: "2",
      kind: "REPAIR",
      dueOn: "2025-05-08",
      doneOn: "2025-05-07",
      result: "已修",
    });
    await followUp(hub.sql, { ...key, id: "1", note: "查看用药" });
    const reply = await ask(WHOLE);
    expect(reply.errors).toEqual([]);
    expect(reply.data).toEqual({
      resident: {
        visits: {
          edges: [
            {
              node: {
                visitedOn: "2025-05-06",
                visitor: "GRID_WORKER",
                kind: "CARE",
                outcome: "FINDINGS",
                note: "独居",
                findings: [
                  { kind: "HEALTH", severity: "NOTED", note: null },
                  { kind: "HOUSING", severity: "URGENT", note: "电线裸露" },
                ],
                followUps: [
                  {
                    dueOn: "2099-01-01",
                    doneOn: null,
                    kind: "VISIT_AGAIN",
                    isOverdue: false,
                    note: "查看用药",
                    result: null,
                  },
                  {
                    dueOn: "2025-05-08",
                    doneOn: "2025-05-07",
                    kind: "REPAIR",
                    isOverdue: false,
                    note: null,
                    result: "已修",
                  },
                ],
              },
            },
          ],
        },
      },
    });
  });

  test("gives two residents whose visits have one number each their own", async () => {
    await registeredResident(hub.sql, { id: "1002" });
    for (const residentId of ["1001", "1002"]) {
      await visit(hub.sql, { residentId, id: "7" });
      await finding(hub.sql, { residentId, visitId: "7", id: "1", note: `发现${residentId}` });
      await followUp(hub.sql, { residentId, visitId: "7", id: "1", note: `任务${residentId}` });
    }
    const list = await hub.ask({
      query:
        "{ residents { edges { node { id visits { edges { node { findings { note } followUps { note } } } } } } } }",
      ...worker,
    });
    const visitsOf = (id: string) => ({
      edges: [{ node: { findings: [{ note: `发现${id}` }], followUps: [{ note: `任务${id}` }] } }],
    });
    expect(list.data).toEqual({
      residents: { edges: ["1001", "1002"].map((id) => ({ node: { id, visits: visitsOf(id) } })) },
    });
  });

  test("is an empty page for nobody's visits, and for those of another area", async () => {
    const none = await ask(WHOLE);
    expect(none.data).toEqual({ resident: { visits: { edges: [] } } });
    await visit(hub.sql, { residentId: "1001", id: "7", areaCode: "320205105001" });
    expect((await ask(WHOLE)).text).toBe(none.text);
  });

  test("keeps findings and tasks of another area out of a visit of this one", async () => {
    const elsewhere = { residentId: "1001", visitId: "7", id: "1", areaCode: "320205105001" };
    await visit(hub.sql, { residentId: "1001", id: "7" });
    await finding(hub.sql, elsewhere);
    await followUp(hub.sql, elsewhere);
    const reply = await ask("findings { kind } followUps { dueOn }");
    expect(reply.data).toEqual({ resident: { visits: { edges: [{ node: { findings: [], followUps: [] } }] } } });
  });

  test("shows a resident the own dates, findings and tasks, and no word of the notes", async () => {
    const key = { residentId: "1001", visitId: "7", id: "1" };
    await visit(hub.sql, { residentId: "1001", id: "7", note: "邻居说" });
    await finding(hub.sql, { ...key, note: "邻居说" });
    await followUp(hub.sql, { ...key, note: "邻居说", doneOn: "2025-05-07", result: "邻居说" });
    const own = { roles: ["resident"], residentId: "1001", areas: [] };
    const reply = await ask(WHOLE, own);
    expect(reply.text).toContain(`"kind":"HEALTH","severity":"NOTED","note":null`);
    expect(reply.text).not.toContain("邻居说");
    expect(new Set(reply.errors.map(({ path }) => path?.at(-1)))).toEqual(new Set(["note", "result"]));
    expect((await ask(WHOLE, { ...own, residentId: "1002" })).data).toEqual({ resident: null });
  });

  const PAGE =
    "visits(first: $first, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } }";
  const paged = { query: `query ($first: Int, $after: String) { resident(id: "1001") { ${PAGE} } }`, ...worker };

  test.each([1, 2, 4, 5, 100])("come once each, newest first, %i a page", async (first) => {
    // Two of one day by their numbers, of which 9 is smaller than 10.
    const days = ["2025-12-31", "2025-03-02", "2025-03-02", "2024-02-29", "1999-01-01"];
    for (const at of [3, 0, 4, 2, 1]) {
      await visit(hub.sql, { residentId: "1001", id: `${11 - at}`, visitedOn: days[at] ?? "" });
    }
    await visit(hub.sql, { residentId: "1002", id: "99" });
    const read = await readPages<{ id: string }>(hub, paged, first, ["resident", "visits"]);
    expect(read.map(({ id }) => id)).toEqual(["1001-11", "1001-10", "1001-9", "1001-8", "1001-7"]);
  });

  test.each(badPages)("is null with an error for the page %j", async (page) => {
    await visit(hub.sql, { residentId: "1001", id: "7" });
    const reply = await hub.ask({ ...paged, variables: { ...page } });
    expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
    expect(reply.data).toEqual({ resident: { visits: null } });
  });

  test("knows nothing of ids that no row can have, and sends them to no database", async () => {
    const question = {
      query: `query ($representations: [_Any!]!) { _entities(representations: $representations) {
        ... on Resident { visits { edges { cursor } } } } }`,
      variables: { representations: garbageIds.map((id) => ({ __typename: "Resident", id })) },
    };
    const asking = {
      scopes: scopesOfRole("grid_worker"),
      hasPurpose: true,
      areas: ["32"],
      residentId: null,
      accountId: "1",
    };
    let reply: Reply | undefined;
    const statements = await hub.countStatements(
      async () => (reply = await callDepartment(hub, "grid", question, asking)),
    );
    expect(reply?.data?.["_entities"]).toEqual(garbageIds.map(() => ({ visits: { edges: [] } })));
    expect(statements).toEqual({});
  });
});

describe("the loaders", () => {
  test("read visits, findings and tasks of ten residents with one SELECT a table", async () => {
    await hub.sql`truncate population.residents`;
    for (let at = 0; at < 10; at += 1) {
      const residentId = `100${at}`;
      await registeredResident(hub.sql, { id: residentId });
      for (const id of ["1", "2", "3"]) {
        await visit(hub.sql, { residentId, id });
        await finding(hub.sql, { residentId, visitId: id, id: "1" });
        await followUp(hub.sql, { residentId, visitId: id, id: "1" });
      }
    }
    const query = `{ residents { edges { node {
      visits(first: 2) { edges { node { visitedOn findings { kind } followUps { dueOn } } } } } } } }`;
    let reply: Reply | undefined;
    const statements = await hub.countStatements(async () => (reply = await hub.ask({ query, ...worker })));
    expect(reply?.text.match(/"visitedOn"/g)).toHaveLength(20);
    expect(reply?.text.match(/"dueOn"/g)).toHaveLength(20);
    expect(statements).toEqual({ population: 1, grid: 3 });
  });
});
