import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { dayFromNow } from "../support/days.ts";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { badPages, garbageIds, readPages } from "../support/pages.ts";
import { followUp, visit } from "../support/rows/grid.ts";
import { registeredResident } from "../support/rows/population.ts";

const hub: TestHub = await openHub({ overHttp: true });
const worker = { sub: "504", roles: ["grid_worker"], areas: ["320105006"] };
const other = { ...worker, sub: "505", roles: ["village_worker"] };
const today = dayFromNow(0);

beforeEach(async () => {
  await hub.sql`truncate population.residents, grid.visits, grid.follow_ups, grid.request_keys`;
  await registeredResident(hub.sql, { id: "1001" });
});
afterAll(() => hub.close());

describe("FollowUp.isOverdue", () => {
  test.each([
    [dayFromNow(-1), null, true],
    [dayFromNow(0), null, false],
    [dayFromNow(1), null, false],
    [dayFromNow(-30), dayFromNow(-1), false],
  ])("of a task due on %s and done on %s is %s", async (dueOn, doneOn, isOverdue) => {
    await visit(hub.sql, { residentId: "1001", id: "7" });
    await followUp(hub.sql, { residentId: "1001", visitId: "7", id: "1", dueOn, doneOn });
    const query = '{ resident(id: "1001") { visits { edges { node { followUps { isOverdue } } } } } }';
    expect((await hub.ask({ query, ...worker })).data).toEqual({
      resident: { visits: { edges: [{ node: { followUps: [{ isOverdue }] } }] } },
    });
  });
});

describe("Query.followUps", () => {
  const LIST = `query ($state: FollowUpState! = OPEN, $first: Int = 20, $after: String) {
    followUps(state: $state, first: $first, after: $after) {
      edges { cursor node { id dueOn doneOn isOverdue } } pageInfo { hasNextPage endCursor } } }`;
  const idsOf = async (state: string, who: object = worker) => {
    const { data } = await hub.ask({ query: LIST, variables: { state }, ...who });
    return (data as { followUps: { edges: { node: { id: string } }[] } }).followUps.edges.map(({ node }) => node.id);
  };

  async function insertTasks(): Promise<void> {
    const tasks = [
      ["1002", dayFromNow(3), null],
      ["1001", dayFromNow(3), null],
      ["1003", dayFromNow(-3), null],
      ["1004", dayFromNow(-9), dayFromNow(-2)],
      ["1005", dayFromNow(-5), dayFromNow(-8)],
    ] as const;
    for (const [residentId, dueOn, doneOn] of tasks) {
      await followUp(hub.sql, { residentId, visitId: "7", id: "1", dueOn, doneOn });
    }
    await followUp(hub.sql, { residentId: "1009", visitId: "7", id: "1", areaCode: "320205105001" });
  }

  test("holds open tasks with the earliest day first, overdue ones among them, and done ones with the latest first", async () => {
    await insertTasks();
    expect(await idsOf("OPEN")).toEqual(["1003-7-1", "1001-7-1", "1002-7-1"]);
    expect(await idsOf("OVERDUE")).toEqual(["1003-7-1"]);
    expect(await idsOf("DONE")).toEqual(["1004-7-1", "1005-7-1"]);
  });

  test.each([
    ["grid_worker", ["320105006"], 3],
    ["village_worker", ["320105006001"], 3],
    ["village_worker", ["320105006002"], 0],
    ["centre_head", ["320105006"], 3],
    ["centre_head", ["320105006", "320205105"], 4],
    // Between the two areas lies that of all the others.
    ["centre_head", ["320104", "320205105"], 1],
    ["grid_worker", [], 0],
    ["grid_worker", ["320105006", "3201050"], 0],
  ])("is for a %s of %j those of the area", async (role, areas, count) => {
    await insertTasks();
    expect(await idsOf("OPEN", { roles: [role], areas })).toHaveLength(count);
  });

  test.each(["window_clerk", "analyst", "auditor", "resident"])("is refused to a %s", async (role) => {
    await insertTasks();
    const reply = await hub.ask({ query: LIST, roles: [role], areas: ["320105006"], residentId: "1001" });
    expect(reply.data).toEqual({ followUps: null });
    expect(new Set(reply.errors.map(({ extensions }) => extensions.code))).toEqual(
      new Set(["UNAUTHORIZED_FIELD_OR_TYPE"]),
    );
  });

  test.each(["OPEN", "DONE"])("comes once each in pages of every size: %s", async (state) => {
    await insertTasks();
    for (const at of [1, 2, 3, 4]) {
      const done = state === "DONE" ? { doneOn: dayFromNow(-4) } : {};
      await followUp(hub.sql, { residentId: "1006", visitId: `${8 + at}`, id: "1", dueOn: dayFromNow(3), ...done });
    }
    const whole = await idsOf(state);
    for (const first of [1, 2, 3, 100]) {
      const read = await readPages<{ id: string }>(hub, { query: LIST, variables: { state }, ...worker }, first, [
        "followUps",
      ]);
      expect(read.map(({ id }) => id)).toEqual(whole);
    }
  });

  test.each(badPages)("is null with an error for the page %j", async (page) => {
    await insertTasks();
    const query = LIST.replace("$first: Int = 20", "$first: Int");
    const reply = await hub.ask({ query, variables: { ...page }, ...worker });
    expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
    expect(reply.data).toEqual({ followUps: null });
  });

  test("takes no cursor of a list in another order", async () => {
    await insertTasks();
    const open = await hub.ask({ query: LIST, variables: { first: 1 }, ...worker });
    const { endCursor } = (open.data as { followUps: { pageInfo: { endCursor: string } } }).followUps.pageInfo;
    const done = await hub.ask({ query: LIST, variables: { state: "DONE", after: endCursor }, ...worker });
    expect(done.errors.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
  });

  test("is needed with a purpose", async () => {
    const reply = await hub.ask({ query: LIST, ...worker, purpose: null });
    expect(reply.data).toEqual({ followUps: null });
    expect(reply.errors[0]?.extensions.code).toBe("PURPOSE_REQUIRED");
  });

  // A list of work is a look at the people in it, whether or not they are asked for.
  test("enters whom its tasks are for in the access record, whatever is asked of them", async () => {
    await insertTasks();
    await hub.sql`truncate audit.access_records`;
    await hub.ask({ query: "{ followUps { edges { node { dueOn } } } }", ...worker, purpose: "duty:the week's round" });
    const [record] = await hub.sql`select kind, purpose, cardinality(residents) as count from audit.access_records`;
    expect(record).toEqual({ kind: "LOOK", purpose: "duty:the week's round", count: 3 });
  });

  test("leads to the people its tasks are for, with one SELECT for all of them", async () => {
    await insertTasks();
    await registeredResident(hub.sql, { id: "1003" });
    const query = "{ followUps { edges { node { resident { id name } } } } }";
    let reply: Reply | undefined;
    const statements = await hub.countStatements(async () => (reply = await hub.ask({ query, ...worker })));
    expect(statements).toEqual({ grid: 1, population: 1 });
    const { followUps } = reply?.data as { followUps: { edges: { node: { resident: object } }[] } };
    expect(followUps.edges.map(({ node }) => node.resident)).toEqual([
      { id: "1003", name: expect.any(String) as string },
      { id: "1001", name: expect.any(String) as string },
      { id: "1002", name: null },
    ]);
  });
});

const KEY = "11111111-2222-4333-8444-555555555555";
const COMPLETE = `mutation ($input: CompleteFollowUpInput!) {
  completeFollowUp(input: $input) { followUp { id doneOn isOverdue result } } }`;
const task = { key: KEY, id: "1001-7-1", doneOn: today, result: "已陪诊" };
const complete = (change: object = {}, who: object = worker): Promise<Reply> =>
  hub.ask({ query: COMPLETE, variables: { input: { ...task, ...change } }, purpose: "duty:the week's round", ...who });

const codesOf = ({ errors }: Reply) => errors.map(({ extensions }) => extensions.code);

describe("Mutation.completeFollowUp", () => {
  beforeEach(async () => {
    await visit(hub.sql, { residentId: "1001", id: "7", visitedOn: dayFromNow(-10) });
    await followUp(hub.sql, { residentId: "1001", visitId: "7", id: "1", dueOn: dayFromNow(-3) });
  });
  const OVERDUE = "{ followUps(state: OVERDUE) { edges { node { id } } } }";

  test("completes the task, ends its being overdue, and says by whom", async () => {
    expect((await hub.ask({ query: OVERDUE, ...worker })).text).toContain("1001-7-1");
    const reply = await complete({}, other);
    expect(reply.errors).toEqual([]);
    expect(reply.data).toEqual({
      completeFollowUp: { followUp: { id: "1001-7-1", doneOn: today, isOverdue: false, result: "已陪诊" } },
    });
    expect((await hub.ask({ query: OVERDUE, ...worker })).data).toEqual({ followUps: { edges: [] } });
    const rows = await hub.sql`
      select done_by, done_at > now() - interval '1 minute' as "isNow" from grid.follow_ups`;
    expect([...rows]).toEqual([{ done_by: "505", isNow: true }]);
  });

  test("made again under its key gives the same, and of many at once one does it", async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, () => complete()));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(replies[0]?.errors).toEqual([]);
    expect((await complete()).text).toBe(replies[0]?.text);
  });

  test("of many accounts at once is done by one, and a conflict to the others", async () => {
    const accounts = Array.from({ length: 6 }, (_, at) => ({ ...worker, sub: `60${at}` }));
    const replies = await Promise.all(accounts.map((one) => complete({}, one)));
    expect(replies.flatMap(codesOf)).toEqual(Array(5).fill("CONFLICT"));
  });

  test("stands: neither another key nor another result under the same changes it", async () => {
    await complete();
    const taken = await complete({ key: `${KEY}-2` });
    expect(codesOf(taken)).toEqual(["CONFLICT"]);
    expect(codesOf(await complete({ result: "另一结果" }))).toEqual(["CONFLICT"]);
    expect((await complete({}, other)).text).toBe(taken.text);
    const rows = await hub.sql`select result from grid.follow_ups`;
    expect([...rows]).toEqual([{ result: "已陪诊" }]);
  });

  test("finds none of another area, or that there is not, with the same bytes", async () => {
    const missing = await complete({ id: "1001-7-2" });
    expect(missing.data).toEqual({ completeFollowUp: { followUp: null } });
    expect(missing.errors).toEqual([]);
    const elsewhere = { ...worker, areas: ["320205105"] };
    expect((await complete({}, elsewhere)).text).toBe(missing.text);
    expect((await complete({}, { ...elsewhere, residentId: "1001" })).text).toBe(missing.text);
    for (const id of [...garbageIds, "1001-7", "1001-7-1-1", "1001-7-0", "1001-7-x"]) {
      expect((await complete({ id })).text).toBe(missing.text);
    }
    await complete();
    expect((await complete({}, elsewhere)).text).toBe(missing.text);
  });

  test.each<[string, object]>([
    ["a key that is too short", { key: "1" }],
    ["a day to come", { doneOn: dayFromNow(1) }],
    ["a day before the visit", { doneOn: dayFromNow(-11) }],
    ["a result that is too long", { result: "长".repeat(501) }],
  ])("refuses %s", async (_what, change) => {
    expect(codesOf(await complete(change))).toEqual(["BAD_USER_INPUT"]);
    expect(await hub.sql`select from grid.follow_ups where done_on is null`).toHaveLength(1);
  });

  test.each(["window_clerk", "centre_head", "department_officer", "resident"])("is refused to a %s", async (role) => {
    const reply = await complete({}, { ...worker, roles: [role], department: "grid", residentId: "1001" });
    expect(reply.data ?? null).toBeNull();
    expect(codesOf(reply)).toContain("UNAUTHORIZED_FIELD_OR_TYPE");
    expect(await hub.sql`select from grid.follow_ups where done_on is null`).toHaveLength(1);
  });
});
