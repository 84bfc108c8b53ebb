import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { MAIN_QUERY } from "../support/main-query.ts";
import { CASE_PURPOSE, insertCaseOfPurpose } from "../support/purposes.ts";
import { resident } from "../support/rows/resident.ts";

const hub: TestHub = await openHub({ overHttp: true });
const auditor = { sub: "91", roles: ["auditor"], areas: ["32"], purpose: null };
const second = { ...auditor, sub: "92" };
const elsewhere = { ...auditor, sub: "93", areas: ["320205"] };
const clerk = { sub: "501", roles: ["window_clerk"], areas: ["320105006"], purpose: null };
const head = { sub: "601", roles: ["centre_head"], areas: ["320105006"], purpose: null };
const own = { sub: "r1", roles: ["resident"], residentId: "1001", areas: [], purpose: "item:own-record" };
const NOBODY = "00000000-0000-4000-8000-000000000000";
const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

beforeAll(async () => {
  await resident(hub.sql, { id: "1001" });
  await insertCaseOfPurpose(hub.sql);
});
beforeEach(async () => {
  await hub.sql`truncate audit.access_records, audit.looked_at, audit.withholding_orders, audit.withholding_steps,
    audit.objections, audit.objection_answers, audit.duty_judgements`;
});
afterAll(() => hub.close());

interface Told {
  readonly made: { readonly id: string } | null;
  readonly errors: readonly { readonly code: string; readonly field: string | null }[];
}

/** What is selected of each mutation, beside its errors. */
const MADE: Readonly<Record<string, string>> = {
  orderWithholding: "withholding",
  approveWithholding: "withholding",
  closeWithholding: "withholding",
  raiseObjection: "objection",
  settleObjection: "objection",
  recordDutyJudgement: "judgement",
};

function ask(
  mutation: string,
  input: object,
  viewer: object,
  errors = "errors { code message field }",
): Promise<Reply> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { made: ${MADE[mutation]} { id } ${errors} } }`;
  return hub.ask({ query, variables: { input }, ...viewer });
}

const toldBy = (reply: Reply) => Object.values(reply.data ?? {})[0] as Told;
const codesOf = ({ errors }: Reply) => errors.map(({ extensions }) => extensions.code);

/** All that the department keeps of changes. */
const kept = async () =>
  JSON.stringify([
    await hub.sql`select * from audit.withholding_orders order by position`,
    await hub.sql`select * from audit.withholding_steps order by order_id, step`,
    await hub.sql`select * from audit.objections order by position`,
    await hub.sql`select * from audit.objection_answers`,
    await hub.sql`select * from audit.duty_judgements`,
  ]);

/** The failure is data with its code and field, thrown where nobody asks for it, and leaves nothing behind. */
async function expectFailure(
  [mutation, input, viewer]: [string, object, object],
  code: string,
  field: string | null,
  thrown: string | null,
): Promise<void> {
  const before = await kept();
  const told = await ask(mutation, input, viewer);
  expect(told.errors).toEqual([]);
  expect(toldBy(told)).toMatchObject({ made: null, errors: [{ code, field }] });
  const untold = await ask(mutation, input, viewer, "");
  expect(codesOf(untold)).toEqual(thrown === null ? [] : [thrown]);
  expect(untold.data).toEqual({ [mutation]: thrown === null ? { made: null } : null });
  expect(await kept()).toBe(before);
}

async function lookFor(purpose: string): Promise<string> {
  await hub.ask({ query: MAIN_QUERY, variables: { id: "1001" }, ...clerk, purpose });
  const [row] = await hub.sql<{ id: string }[]>`
    select record_id as id from audit.access_records where kind = 'LOOK' order by position desc limit 1`;
  return row?.id ?? NOBODY;
}

const order = { purpose: CASE_PURPOSE, untilAt: inDays(30), reason: "order 17/2026 of the court" };

describe("WithholdingError", () => {
  test("is none where the order is made, confirmed and ended", async () => {
    const made = toldBy(await ask("orderWithholding", order, auditor));
    expect(made).toEqual({ made: { id: expect.any(String) as string }, errors: [] });
    const input = { id: made.made?.id };
    expect(toldBy(await ask("approveWithholding", input, second))).toMatchObject({ errors: [] });
    expect(toldBy(await ask("closeWithholding", input, auditor))).toMatchObject({ errors: [] });
  });

  test.each<[object, string, string]>([
    [{ purpose: "because" }, "INVALID_PURPOSE", "purpose"],
    [{ purpose: "item:320101-001" }, "ITEM_PURPOSE", "purpose"],
    [{ untilAt: inDays(367) }, "INVALID_END", "untilAt"],
    [{ untilAt: inDays(-1) }, "INVALID_END", "untilAt"],
    [{ reason: "short" }, "INVALID_REASON", "reason"],
    [{ reason: "please call 13912345678 about it" }, "HOLDS_NUMBER", "reason"],
  ])("of an order with %j is %s at %s", async (change, code, field) => {
    await expectFailure(["orderWithholding", { ...order, ...change }, auditor], code, field, "BAD_USER_INPUT");
  });

  test("tells one's own order, one that is confirmed, ended or over, and one that is not in sight", async () => {
    const input = { id: toldBy(await ask("orderWithholding", order, auditor)).made?.id };
    await expectFailure(["approveWithholding", input, auditor], "OWN_ORDER", "id", "CONFLICT");
    for (const mutation of ["approveWithholding", "closeWithholding"]) {
      await expectFailure([mutation, input, elsewhere], "NOT_FOUND", "id", null);
      await expectFailure([mutation, { id: NOBODY }, second], "NOT_FOUND", "id", null);
      await expectFailure([mutation, { id: "x" }, second], "NOT_FOUND", "id", null);
    }
    await ask("approveWithholding", input, second);
    await expectFailure(["approveWithholding", input, { ...second, sub: "94" }], "ALREADY_CONFIRMED", "id", "CONFLICT");
    await ask("closeWithholding", input, auditor);
    await expectFailure(["approveWithholding", input, second], "ENDED", "id", "CONFLICT");
    const late = { id: toldBy(await ask("orderWithholding", order, auditor)).made?.id };
    await hub.sql`update audit.withholding_orders set withheld_until = clock_timestamp() where order_id = ${late.id ?? ""}`;
    await expectFailure(["approveWithholding", late, second], "OVER", "id", "CONFLICT");
  });

  test("opens nothing: others than auditors are refused whole", async () => {
    for (const viewer of [clerk, head, own]) {
      const reply = await ask("orderWithholding", order, viewer);
      expect(reply.data ?? null).toBeNull();
      expect(codesOf(reply)).toContain("UNAUTHORIZED_FIELD_OR_TYPE");
    }
    expect(await hub.sql`select from audit.withholding_orders`).toHaveLength(0);
  });

  test("is entered in the access record, as the order itself is", async () => {
    await ask("orderWithholding", { ...order, reason: "short" }, auditor);
    await ask("orderWithholding", order, auditor);
    const kinds = await hub.sql`select kind from audit.access_records order by position`;
    expect(kinds.map(({ kind }) => String(kind))).toEqual(["WITHHOLDING", "WITHHOLDING"]);
  });
});

describe("ObjectionError", () => {
  const raised = async () => {
    const lookId = await lookFor(CASE_PURPOSE);
    const reply = await ask("raiseObjection", { lookId, reason: "不是我本人办理" }, own);
    return { lookId, told: toldBy(reply) };
  };

  test("is none where the objection is raised, raised again, and answered", async () => {
    const { lookId, told } = await raised();
    expect(told).toEqual({ made: { id: expect.any(String) as string }, errors: [] });
    const again = await ask("raiseObjection", { lookId, reason: "还是不是我办理" }, own);
    expect(toldBy(again)).toEqual(told);
    const answer = { id: told.made?.id, answer: "当日由窗口代办" };
    expect(toldBy(await ask("settleObjection", answer, auditor))).toEqual(told);
  });

  test.each<[string, string, string]>([
    ["短", "INVALID_TEXT", "BAD_USER_INPUT"],
    ["长".repeat(501), "INVALID_TEXT", "BAD_USER_INPUT"],
    ["请打我的电话 13912345678", "HOLDS_NUMBER", "BAD_USER_INPUT"],
  ])("of the words %j is %s", async (words, code, thrown) => {
    const { lookId, told } = await raised();
    await expectFailure(["raiseObjection", { lookId, reason: words }, own], code, "reason", thrown);
    await expectFailure(["settleObjection", { id: told.made?.id, answer: words }, auditor], code, "answer", thrown);
  });

  test("tells what is answered already, and what is not in sight", async () => {
    const { lookId, told } = await raised();
    const answer = { id: told.made?.id, answer: "当日由窗口代办" };
    const reason = "不是我本人办理";
    await expectFailure(["raiseObjection", { lookId: NOBODY, reason }, own], "NOT_FOUND", "lookId", null);
    await expectFailure(["raiseObjection", { lookId: "x", reason }, own], "NOT_FOUND", "lookId", null);
    await expectFailure(
      ["raiseObjection", { lookId, reason }, { ...own, residentId: "1002" }],
      "NOT_FOUND",
      "lookId",
      null,
    );
    await expectFailure(["settleObjection", answer, elsewhere], "NOT_FOUND", "id", null);
    await expectFailure(["settleObjection", { ...answer, id: "x" }, auditor], "NOT_FOUND", "id", null);
    await ask("settleObjection", answer, auditor);
    await expectFailure(["settleObjection", answer, second], "ALREADY_ANSWERED", "id", "CONFLICT");
  });
});

describe("DutyJudgementError", () => {
  const DUTY = "duty:visit before the typhoon";

  test("is none where the judgement is entered, and tells that there is one", async () => {
    const id = await lookFor(DUTY);
    const told = toldBy(await ask("recordDutyJudgement", { id, isJustified: true }, head));
    expect(told).toEqual({ made: { id }, errors: [] });
    await expectFailure(["recordDutyJudgement", { id, isJustified: true }, head], "ALREADY_JUDGED", "id", "CONFLICT");
  });

  test("tells of notes, accounts and looks that do not do", async () => {
    const id = await lookFor(DUTY);
    const fails = (change: object, viewer: object, code: string, field: string | null, thrown: string | null) =>
      expectFailure(["recordDutyJudgement", { id, isJustified: true, ...change }, viewer], code, field, thrown);
    await fails({ note: "长".repeat(201) }, head, "NOTE_TOO_LONG", "note", "BAD_USER_INPUT");
    await fails({ isJustified: false }, head, "NOTE_MISSING", "note", "BAD_USER_INPUT");
    await fails({ isJustified: false, note: "\u200b" }, head, "NOTE_MISSING", "note", "BAD_USER_INPUT");
    await fails({}, { ...head, makers: ["91"] }, "ONE_HAND", null, "CONFLICT");
    await fails({ id: NOBODY }, head, "NOT_FOUND", "id", null);
    await fails({ id: "x" }, head, "NOT_FOUND", "id", null);
    await fails({}, { ...head, areas: ["320205105"] }, "NOT_FOUND", "id", null);
    await fails({ id: await lookFor(CASE_PURPOSE) }, head, "NOT_FOUND", "id", null);
  });
});
