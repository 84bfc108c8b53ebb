import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dayFromNow } from "../support/days.ts";
import { openHub, readReply, type Reply, type TestHub } from "../support/hub.ts";
import { followUp, gridResident, visit } from "../support/rows/grid.ts";
import { hubSettings, makeDataFolder, openToProcesses, runHub, type RunningHub } from "../support/running-hub.ts";

const hub: TestHub = await openHub({ overHttp: true });
const worker = { sub: "504", roles: ["grid_worker"], areas: ["320105006"], purpose: "duty:the week's round" };
const KEY = "11111111-2222-4333-8444-555555555555";
const today = dayFromNow(0);

beforeEach(async () => {
  await hub.sql`truncate grid.residents, grid.visits, grid.findings, grid.follow_ups, grid.request_keys`;
  await gridResident(hub.sql, { residentId: "1001" });
  await visit(hub.sql, { residentId: "1001", id: "7", visitedOn: dayFromNow(-10) });
  await followUp(hub.sql, { residentId: "1001", visitId: "7", id: "1", dueOn: dayFromNow(-3) });
});
afterAll(() => hub.close());

const RECORD = `mutation ($input: RecordVisitInput!) {
  recordVisit(input: $input) { visit { id } errors { code message field } } }`;
const COMPLETE = `mutation ($input: CompleteFollowUpInput!) {
  completeFollowUp(input: $input) { followUp { id doneOn } errors { code message field } } }`;
const ERRORS = /errors \{.*?\}/;

const visited = {
  key: KEY,
  residentId: "1001",
  visitedOn: today,
  kind: "CARE",
  isMet: true,
  findings: [{ kind: "HEALTH", severity: "SERIOUS" }],
  followUps: [],
};
const done = { key: KEY, id: "1001-7-1", doneOn: today, result: "已陪诊" };

const ask = (query: string, input: object, who: object = {}): Promise<Reply> =>
  hub.ask({ query, variables: { input }, ...worker, ...who });
const codesOf = ({ errors }: Reply) => errors.map(({ extensions }) => extensions.code);

/** All that a change could leave behind. */
const kept = async () =>
  JSON.stringify([
    await hub.sql`select * from grid.visits order by visit_id`,
    await hub.sql`select * from grid.findings`,
    await hub.sql`select * from grid.follow_ups`,
  ]);

describe("RecordVisitPayload.errors", () => {
  test("is empty when the visit is recorded, and when it is sent again", async () => {
    for (let times = 0; times < 2; times += 1) {
      const { data, errors } = await ask(RECORD, visited);
      expect(errors).toEqual([]);
      expect(data).toMatchObject({ recordVisit: { visit: { id: expect.any(String) as string }, errors: [] } });
    }
  });

  const task = { kind: "REPAIR", dueOn: today };
  const finding = { kind: "HEALTH", severity: "NOTED" };
  test.each<[object, string, string, string | null]>([
    [{ residentId: "9999" }, "NOT_FOUND", "residentId", null],
    [{ residentId: "x" }, "NOT_FOUND", "residentId", null],
    [{ key: "1" }, "INVALID_KEY", "key", "BAD_USER_INPUT"],
    [{ visitedOn: dayFromNow(1) }, "DAY_TO_COME", "visitedOn", "BAD_USER_INPUT"],
    [{ visitedOn: dayFromNow(-32) }, "VISIT_TOO_OLD", "visitedOn", "BAD_USER_INPUT"],
    [
      { followUps: [task, { ...task, dueOn: dayFromNow(-1) }] },
      "INVALID_DUE_DAY",
      "followUps[1].dueOn",
      "BAD_USER_INPUT",
    ],
    [{ findings: Array(11).fill(finding) }, "TOO_MANY_ROWS", "findings", "BAD_USER_INPUT"],
    [{ followUps: Array(11).fill(task) }, "TOO_MANY_ROWS", "followUps", "BAD_USER_INPUT"],
    [{ note: "长".repeat(501) }, "INVALID_TEXT", "note", "BAD_USER_INPUT"],
    [{ findings: [finding, { ...finding, note: "\u001b[2J" }] }, "INVALID_TEXT", "findings[1].note", "BAD_USER_INPUT"],
    [{ followUps: [{ ...task, note: "长".repeat(501) }] }, "INVALID_TEXT", "followUps[0].note", "BAD_USER_INPUT"],
  ])(
    "tells of %j: %s at %s, which is thrown as %s where nobody asks for errors",
    async (change, code, field, thrown) => {
      const before = await kept();
      const told = await ask(RECORD, { ...visited, ...change });
      expect(told.errors).toEqual([]);
      const error = { code, field, message: expect.any(String) as string };
      expect(told.data).toEqual({ recordVisit: { visit: null, errors: [error] } });
      const untold = await ask(RECORD.replace(ERRORS, ""), { ...visited, ...change });
      expect(codesOf(untold)).toEqual(thrown === null ? [] : [thrown]);
      expect(untold.data).toEqual({ recordVisit: thrown === null ? { visit: null } : null });
      expect(await kept()).toBe(before);
    },
  );

  test("tells a key of another visit, which stays as it was", async () => {
    await ask(RECORD, visited);
    const before = await kept();
    const { data, errors, text } = await ask(RECORD, { ...visited, kind: "ROUTINE" });
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ recordVisit: { visit: null, errors: [{ code: "KEY_USED", field: "key" }] } });
    expect(text).not.toContain(KEY);
    expect(codesOf(await ask(RECORD.replace(ERRORS, ""), { ...visited, kind: "ROUTINE" }))).toEqual(["CONFLICT"]);
    expect(await kept()).toBe(before);
  });

  test("is the same bytes for somebody of another area and for nobody", async () => {
    await gridResident(hub.sql, { residentId: "1002", areaCode: "320205105001" });
    const missing = await ask(RECORD, { ...visited, residentId: "9999" });
    expect((await ask(RECORD, { ...visited, residentId: "1002" })).text).toBe(missing.text);
    expect((await ask(RECORD, visited, { areas: [] })).text).toBe(missing.text);
  });

  test("opens nothing: who may not record visits, or gives no purpose, is refused whole", async () => {
    const before = await kept();
    const clerk = await ask(RECORD, visited, { roles: ["window_clerk"] });
    expect(clerk.data ?? null).toBeNull();
    expect(new Set(codesOf(clerk))).toEqual(new Set(["UNAUTHORIZED_FIELD_OR_TYPE"]));
    const aimless = await ask(RECORD, visited, { purpose: null });
    expect(aimless.data).toBeNull();
    expect(new Set(codesOf(aimless))).toEqual(new Set(["PURPOSE_REQUIRED"]));
    expect(await kept()).toBe(before);
  });
});

describe("CompleteFollowUpPayload.errors", () => {
  test("is empty when the task is completed", async () => {
    const { data } = await ask(COMPLETE, done);
    expect(data).toEqual({ completeFollowUp: { followUp: { id: "1001-7-1", doneOn: today }, errors: [] } });
  });

  test.each<[object, string, string, string | null]>([
    [{ id: "1001-7-2" }, "NOT_FOUND", "id", null],
    [{ id: "x" }, "NOT_FOUND", "id", null],
    [{ key: "1" }, "INVALID_KEY", "key", "BAD_USER_INPUT"],
    [{ doneOn: dayFromNow(1) }, "DAY_TO_COME", "doneOn", "BAD_USER_INPUT"],
    [{ doneOn: dayFromNow(-11) }, "BEFORE_VISIT", "doneOn", "BAD_USER_INPUT"],
    [{ result: "长".repeat(501) }, "INVALID_TEXT", "result", "BAD_USER_INPUT"],
  ])(
    "tells of %j: %s at %s, which is thrown as %s where nobody asks for errors",
    async (change, code, field, thrown) => {
      const before = await kept();
      const told = await ask(COMPLETE, { ...done, ...change });
      expect(told.errors).toEqual([]);
      expect(told.data).toMatchObject({ completeFollowUp: { followUp: null, errors: [{ code, field }] } });
      const untold = await ask(COMPLETE.replace(ERRORS, ""), { ...done, ...change });
      expect(codesOf(untold)).toEqual(thrown === null ? [] : [thrown]);
      expect(await kept()).toBe(before);
    },
  );

  test("tells one account's task from one that another has completed", async () => {
    await ask(COMPLETE, done);
    const before = await kept();
    const other = await ask(COMPLETE, { ...done, result: "另一结果" });
    expect(other.data).toMatchObject({ completeFollowUp: { errors: [{ code: "KEY_USED", field: "key" }] } });
    const taken = await ask(COMPLETE, done, { sub: "505" });
    expect(taken.data).toMatchObject({ completeFollowUp: { errors: [{ code: "ALREADY_COMPLETED", field: "id" }] } });
    expect(codesOf(await ask(COMPLETE.replace(ERRORS, ""), done, { sub: "505" }))).toEqual(["CONFLICT"]);
    expect(await kept()).toBe(before);
  });
});

/** Another router hands selections on as they are written, with fragments and conditions. */
describe("behind another federation router", () => {
  let data: Awaited<ReturnType<typeof makeDataFolder>>;
  let department: RunningHub;
  beforeAll(async () => {
    data = await makeDataFolder();
    await openToProcesses(hub);
    department = await runHub(["serve", "grid", "--port", "0", "--trust", "token"], hubSettings(hub, data.folder));
  });
  afterAll(async () => {
    await department.stop();
    await data.remove();
  });

  test.each([
    ["errors { code }", {}, true],
    ["failures: errors { code }", {}, true],
    ["... { ... on RecordVisitPayload { errors { code } } }", {}, true],
    ["...Told", {}, true],
    ["errors @include(if: $yes) { code }", { yes: true }, true],
    ["errors @skip(if: $no) { code }", { no: false }, true],
    ["errors @include(if: $yes) { code }", { yes: false }, false],
    ["... @skip(if: $no) { errors { code } }", { no: true }, false],
    ["...Told @include(if: $yes)", { yes: false }, false],
    ["__typename", {}, false],
    ["errors: __typename", {}, false],
  ])("%s with %j asks for errors: %s", async (selection, conditions, isTold) => {
    const fragment = selection.includes("...Told") ? "fragment Told on RecordVisitPayload { errors { code } }" : "";
    const query = `mutation ($input: RecordVisitInput!, $yes: Boolean = true, $no: Boolean = false) {
      recordVisit(input: $input) { visit { id } ${selection}
        here: __typename @include(if: $yes) there: __typename @skip(if: $no) } } ${fragment}`;
    const reply = await readReply(
      await fetch(`${department.url}/graphql`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${await hub.tokenFor({ sub: worker.sub, roles: worker.roles, areas: worker.areas })}`,
          "x-purpose": worker.purpose,
        },
        body: JSON.stringify({ query, variables: { input: { ...visited, key: "1" }, ...conditions } }),
      }),
    );
    expect(codesOf(reply)).toEqual(isTold ? [] : ["BAD_USER_INPUT"]);
    if (isTold) expect(reply.text).toContain('[{"code":"INVALID_KEY"}]');
    else expect(reply.data).toEqual({ recordVisit: null });
  });
});
