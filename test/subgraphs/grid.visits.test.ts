import { createHash } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { dayFromNow } from "../support/days.ts";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { garbageIds } from "../support/pages.ts";
import { gridResident } from "../support/rows/grid.ts";
import { registeredResident } from "../support/rows/population.ts";
import { allRoles } from "../support/sdl-rules.ts";

const hub: TestHub = await openHub({ overHttp: true });
const worker = { sub: "504", roles: ["grid_worker"], areas: ["320105006"] };
const other = { ...worker, sub: "505", roles: ["village_worker"] };
const KEY = "11111111-2222-4333-8444-555555555555";

beforeEach(async () => {
  await hub.sql`truncate population.residents, grid.residents, grid.visits, grid.findings, grid.follow_ups, grid.request_keys`;
  await registeredResident(hub.sql, { id: "1001" });
  await gridResident(hub.sql, { residentId: "1001" });
});
afterAll(() => hub.close());

const today = dayFromNow(0);

const input = {
  key: KEY,
  residentId: "1001",
  visitedOn: today,
  kind: "CARE",
  isMet: true,
  note: " 独居 ",
  findings: [
    { kind: "HEALTH", severity: "SERIOUS", note: "头晕" },
    { kind: "HOUSING", severity: "NOTED" },
  ],
  followUps: [{ kind: "HEALTH_REFERRAL", dueOn: dayFromNow(7), note: "陪诊" }],
};
const VISIT = `id residentId visitedOn visitor kind outcome note findings { kind severity note }
  followUps { dueOn doneOn kind isOverdue note }`;
const RECORD = `mutation ($input: RecordVisitInput!) { recordVisit(input: $input) { visit { ${VISIT} } } }`;
const record = (change: object = {}, who: object = worker): Promise<Reply> =>
  hub.ask({ query: RECORD, variables: { input: { ...input, ...change } }, purpose: "duty:the week's round", ...who });
const nothing = { recordVisit: { visit: null } };

const codesOf = ({ errors }: Reply) => errors.map(({ extensions }) => extensions.code);
const count = async (table: string): Promise<number> => (await hub.sql`select from ${hub.sql(table)}`).length;

describe("Mutation.recordVisit", () => {
  test("records the visit with its findings and tasks, in the area the resident lives in", async () => {
    const reply = await record();
    expect(reply.errors).toEqual([]);
    expect(reply.data).toEqual({
      recordVisit: {
        visit: {
          id: expect.stringMatching(/^1001-[1-9]\d{17}$/) as string,
          residentId: "1001",
          visitedOn: today,
          visitor: "GRID_WORKER",
          kind: "CARE",
          outcome: "FINDINGS",
          note: "独居",
          findings: [
            { kind: "HEALTH", severity: "SERIOUS", note: "头晕" },
            { kind: "HOUSING", severity: "NOTED", note: null },
          ],
          followUps: [{ dueOn: dayFromNow(7), doneOn: null, kind: "HEALTH_REFERRAL", isOverdue: false, note: "陪诊" }],
        },
      },
    });
    const rows = await hub.sql`
      select area_code, recorded_by, recorded_at > now() - interval '1 minute' as "isNow" from grid.visits`;
    expect([...rows]).toEqual([{ area_code: "320105006001", recorded_by: "504", isNow: true }]);
  });

  test.each([
    [["grid_worker"], true, [], "GRID_WORKER", "NOTHING_FOUND"],
    [["village_worker"], false, [], "VILLAGE_WORKER", "NOT_MET"],
    [["village_worker", "grid_worker"], false, [{ kind: "HOUSING", severity: "URGENT" }], "GRID_WORKER", "FINDINGS"],
  ])("works out by %j, met %s, with %j: %s, %s", async (roles, isMet, findings, visitor, outcome) => {
    const reply = await record({ isMet, findings, followUps: [] }, { ...worker, roles });
    expect(reply.data).toMatchObject({ recordVisit: { visit: { visitor, outcome, followUps: [] } } });
  });

  test.each([
    [{ note: "329999199206180060 说一切都好" }, "input.note"],
    [
      { findings: [{ kind: "HEALTH", severity: "NOTED", note: "邻居 329999 1992 0618 0060" }] },
      "input.findings[0].note",
    ],
    [
      { followUps: [{ kind: "HEALTH_REFERRAL", dueOn: dayFromNow(7), note: "３２９９９９１９９２０６１８００６０" }] },
      "input.followUps[0].note",
    ],
  ])("with somebody's number in its words is refused: %j", async (change, path) => {
    const reply = await record(change);
    expect(codesOf(reply)).toEqual(["BAD_USER_INPUT"]);
    expect(reply.errors[0]?.message).toContain(path);
    expect(reply.text).not.toContain("19920618");
    expect(await count("grid.visits")).toBe(0);
  });

  test("made again under its key gives the same visit, and records nothing", async () => {
    const first = await record();
    expect((await record()).text).toBe(first.text);
    expect(await count("grid.visits")).toBe(1);
    expect(await count("grid.follow_ups")).toBe(1);
  });

  test("that the version before recorded is not recorded again, a month later", async () => {
    await record();
    await hub.sql`truncate grid.request_keys`;
    await hub.sql`update grid.visits set visited_on = visited_on - 40`;
    const visitedOn = dayFromNow(-40);
    // As it was kept before: the hash of the content, and no key beside the visit.
    const { findings, followUps, kind, note } = input;
    const content = {
      visited_on: today,
      visitor: "GRID_WORKER",
      kind,
      outcome: "FINDINGS",
      note: note.trim(),
      findings: findings.map(({ note: words = null, ...one }, at) => ({ position: at + 1, ...one, note: words })),
      follow_ups: followUps.map(({ dueOn, ...one }, at) => ({
        position: at + 1,
        kind: one.kind,
        due_on: dueOn,
        note: one.note,
      })),
    };
    const hash = createHash("sha256").update(JSON.stringify(content)).digest("hex");
    expect([...(await hub.sql`select content_hash as hash from grid.visits`)]).toEqual([{ hash }]);
    expect(codesOf(await record())).toEqual([]);
    expect(codesOf(await record({ visitedOn }))).toEqual(["CONFLICT"]);
    expect(await count("grid.visits")).toBe(1);
  });

  test("made by many at once under one key is recorded once", async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, () => record()));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect([await count("grid.visits"), await count("grid.findings")]).toEqual([1, 2]);
  });

  test("under a key that stands for another visit is a conflict", async () => {
    await record();
    for (const change of [{ note: "另一次" }, { kind: "ROUTINE" }, { findings: [] }, { visitedOn: dayFromNow(-1) }]) {
      const reply = await record(change);
      expect(codesOf(reply)).toEqual(["CONFLICT"]);
      expect(reply.text).not.toContain(KEY);
    }
    expect(await count("grid.visits")).toBe(1);
    await gridResident(hub.sql, { residentId: "1002" });
    expect(codesOf(await record({ residentId: "1002" }))).toEqual(["CONFLICT"]);
    // Another account's key is no repetition.
    expect(codesOf(await record({ note: "另一次" }, other))).toEqual([]);
    expect(await count("grid.visits")).toBe(2);
  });

  test("finds nobody of another area, or whom there is not, with the same bytes", async () => {
    await gridResident(hub.sql, { residentId: "1002", areaCode: "320205105001" });
    const missing = await record({ residentId: "9999" });
    expect(missing.data).toEqual(nothing);
    expect(missing.errors).toEqual([]);
    expect((await record({ residentId: "1002" })).text).toBe(missing.text);
    for (const residentId of garbageIds) expect((await record({ residentId })).text).toBe(missing.text);
    expect((await record({}, { ...worker, areas: [] })).text).toBe(missing.text);
    expect((await record({}, { ...worker, areas: ["320105006", "3201050"] })).text).toBe(missing.text);
    // What was recorded of one who is hidden now is told of to nobody, under its key as well.
    await record({ residentId: "1002" }, { ...worker, areas: ["320205105"] });
    expect((await record({ residentId: "1002" })).text).toBe(missing.text);
    expect(await count("grid.visits")).toBe(1);
  });

  test("writes nobody's own record", async () => {
    const own = { ...worker, areas: ["320205105"], residentId: "1001" };
    expect((await record({}, own)).data).toEqual(nothing);
    expect(await count("grid.visits")).toBe(0);
  });

  test.each<[string, object]>([
    ["a key that is too short", { key: "1" }],
    ["a key with a blank", { key: `${KEY} ` }],
    ["a day to come", { visitedOn: dayFromNow(1), followUps: [] }],
    ["a day long ago", { visitedOn: dayFromNow(-32), followUps: [] }],
    ["a task due before the visit", { followUps: [{ kind: "REPAIR", dueOn: dayFromNow(-1) }] }],
    ["a task due in years", { followUps: [{ kind: "REPAIR", dueOn: dayFromNow(367) }] }],
    ["too many findings", { findings: Array(11).fill({ kind: "HEALTH", severity: "NOTED" }) }],
    ["too many tasks", { followUps: Array(11).fill({ kind: "REPAIR", dueOn: today }) }],
    ["a note that is too long", { note: "长".repeat(501) }],
    ["a note with a NUL", { note: "a\u0000b" }],
    ["a note with half a pair", { note: "a\ud83d" }],
    ["a note with the other half", { note: "\ude00a" }],
    ["a finding's note with a NUL", { findings: [{ kind: "HEALTH", severity: "NOTED", note: "a\u0000" }] }],
    ["a key with a NUL", { key: `${KEY}\u0000` }],
    ["a finding's note with an escape", { findings: [{ kind: "HEALTH", severity: "NOTED", note: "\u001b[2J" }] }],
  ])("refuses %s, and records nothing of it", async (_what, change) => {
    const reply = await record(change);
    expect(codesOf(reply)).toEqual(["BAD_USER_INPUT"]);
    expect(reply.data).toEqual({ recordVisit: null });
    expect(await count("grid.visits")).toBe(0);
  });

  test("names the text that can't be stored, in variables and in the document", async () => {
    const findings = [...input.findings, { kind: "HEALTH", severity: "NOTED", note: "a\ud83d" }];
    const inVariables = await record({ findings });
    expect(inVariables.errors[0]?.message).toMatch(
      /^input\.findings\[2\]\.note holds a character that can't be stored/,
    );
    for (const note of ["a\\u0000", "a\\ud83d", "a\ud83d"]) {
      const query = RECORD.replace("($input: RecordVisitInput!)", "").replace(
        "$input",
        `{ key: "${KEY}", residentId: "1001", visitedOn: "${today}", kind: CARE, isMet: true, note: "${note}", findings: [], followUps: [] }`,
      );
      const written = await hub.ask({ query, purpose: "duty:the week's round", ...worker });
      expect(codesOf(written)).toEqual(["BAD_USER_INPUT"]);
    }
    expect(await count("grid.visits")).toBe(0);
  });

  test("takes the last day that is still recorded", async () => {
    expect((await record({ visitedOn: dayFromNow(-31) })).errors).toEqual([]);
  });

  test("keeps words as they are, whatever they look like", async () => {
    const note = `'); drop table grid.visits; -- "{}" \\ 🏠\n第二行`;
    expect((await record({ note })).data).toMatchObject({ recordVisit: { visit: { note } } });
  });

  test.each(allRoles.filter((role) => !["grid_worker", "village_worker"].includes(role)))(
    "is refused whole to a %s",
    async (role) => {
      const reply = await record({}, { ...worker, roles: [role], department: "grid", residentId: "1001" });
      expect(reply.data ?? null).toBeNull();
      expect(codesOf(reply)).toContain("UNAUTHORIZED_FIELD_OR_TYPE");
      expect(await count("grid.visits")).toBe(0);
    },
  );

  test("needs a purpose, of a kind the role may give", async () => {
    for (const purpose of [null, "case:2026-1", "nonsense"]) {
      const reply = await record({}, { ...worker, purpose });
      expect(reply.data).toBeNull();
      expect(new Set(codesOf(reply))).toEqual(new Set(["PURPOSE_REQUIRED"]));
    }
    expect(await count("grid.visits")).toBe(0);
  });

  test("is entered in the access record as a look at the resident, whatever is asked of the visit", async () => {
    await hub.sql`truncate audit.access_records`;
    const query = "mutation ($input: RecordVisitInput!) { recordVisit(input: $input) { visit { visitedOn } } }";
    await hub.ask({ query, variables: { input }, ...worker, purpose: "duty:the week's round" });
    const [entry] = await hub.sql`
      select kind, viewer_id, purpose, cardinality(residents) as count from audit.access_records`;
    expect(entry).toEqual({ kind: "LOOK", viewer_id: "504", purpose: "duty:the week's round", count: 1 });
    const log = await hub.sql<{ text: string }[]>`select to_jsonb(r)::text as text from audit.access_records r`;
    for (const { text } of log) expect(text).not.toMatch(/独居|头晕|陪诊|1001"/);
  });
});
