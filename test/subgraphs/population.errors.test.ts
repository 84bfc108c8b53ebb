import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { clerk, endAll, head, moveBack, requestId } from "../support/emergency.ts";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { registeredResident } from "../support/rows/population.ts";
import { idNumberOf } from "../support/rows/resident.ts";

const hub: TestHub = await openHub({ overHttp: true });
const REASON = "居民在窗口晕倒，需要马上核对医保";
const idNumber = idNumberOf("1001");

beforeEach(async () => {
  await hub.sql`truncate population.residents, population.emergency_accesses,
    population.emergency_first_confirmations, population.emergency_requesters`;
  await registeredResident(hub.sql, { id: "1001", areaCode: "320205105001", idNumber });
});
afterAll(() => hub.close());

const REQUEST = `mutation ($input: RequestEmergencyAccessInput!) {
  requestEmergencyAccess(input: $input) { emergencyAccess { id state } errors { code message field } } }`;
const CONFIRM = `mutation ($input: ConfirmEmergencyAccessInput!) {
  confirmEmergencyAccess(input: $input) { emergencyAccess { id state } errors { code message field } } }`;
const ERRORS = /errors \{.*?\}/;

const ask = (query: string, input: object, who: object): Promise<Reply> =>
  hub.ask({ query, variables: { input }, ...who });
const codesOf = ({ errors }: Reply) => errors.map(({ extensions }) => extensions.code);
const kept = async () =>
  JSON.stringify([
    await hub.sql`select * from population.emergency_accesses order by position`,
    await hub.sql`select * from population.emergency_first_confirmations`,
  ]);

/** The failure is data with its code and field, thrown where nobody asks for it, and leaves nothing behind. */
async function expectFailure(
  [query, input, who]: [string, object, object],
  code: string,
  field: string | null,
  thrown: string | null,
): Promise<void> {
  const before = await kept();
  const told = await ask(query, input, who);
  expect(told.errors).toEqual([]);
  expect(Object.values(told.data ?? {})).toMatchObject([{ emergencyAccess: null, errors: [{ code, field }] }]);
  const untold = await ask(query.replace(ERRORS, ""), input, who);
  expect(codesOf(untold)).toEqual(thrown === null ? [] : [thrown]);
  expect(Object.values(untold.data ?? {})).toEqual([thrown === null ? { emergencyAccess: null } : null]);
  expect(await kept()).toBe(before);
}

describe("RequestEmergencyAccessPayload.errors", () => {
  test("is empty whether or not there is such a resident", async () => {
    for (const number of [idNumber, idNumberOf("9997")]) {
      const { data } = await ask(REQUEST, { idNumber: number, reason: REASON }, clerk);
      expect(data).toMatchObject({ requestEmergencyAccess: { emergencyAccess: { state: "REQUESTED" }, errors: [] } });
    }
  });

  test("tells of reasons and accounts that do not do", async () => {
    await expectFailure([REQUEST, { idNumber, reason: "短" }, clerk], "INVALID_REASON", "reason", "BAD_USER_INPUT");
    const input = { idNumber, reason: REASON };
    await expectFailure([REQUEST, input, { ...clerk, areas: [] }], "NO_AREA", null, "BAD_USER_INPUT");
    const id = await requestId(hub, clerk, idNumber);
    await ask(CONFIRM, { id }, head);
    const under = { ...clerk, purpose: `emergency:${id}` };
    await expectFailure([REQUEST, input, under], "UNDER_EMERGENCY", null, "BAD_USER_INPUT");
  });

  test("tells that too many are open", async () => {
    const [rule] = await hub.sql<{ value: number }[]>`
      select value from population.emergency_rules where name = 'most_open'`;
    for (let at = 0; at < Number(rule?.value); at += 1) await requestId(hub, clerk, idNumber);
    await expectFailure([REQUEST, { idNumber, reason: REASON }, clerk], "TOO_MANY_OPEN", null, "RATE_LIMITED");
  });

  test("opens nothing: who may not ask is refused whole", async () => {
    const reply = await ask(REQUEST, { idNumber, reason: REASON }, { ...clerk, roles: ["analyst"] });
    expect(reply.data ?? null).toBeNull();
    expect(codesOf(reply)).toContain("UNAUTHORIZED_FIELD_OR_TYPE");
    expect(await hub.sql`select from population.emergency_accesses`).toHaveLength(0);
  });
});

describe("ConfirmEmergencyAccessPayload.errors", () => {
  test("is empty when it is confirmed; then it tells that it was", async () => {
    const id = await requestId(hub, clerk, idNumber);
    const { data } = await ask(CONFIRM, { id }, head);
    expect(data).toEqual({ confirmEmergencyAccess: { emergencyAccess: { id, state: "CONFIRMED" }, errors: [] } });
    await expectFailure([CONFIRM, { id }, { ...head, sub: "22" }], "ALREADY_CONFIRMED", "id", "CONFLICT");
  });

  test("tells of one's own, of one hand, of one that lapsed, and of none in sight", async () => {
    const own = await requestId(hub, { ...clerk, ...head, roles: ["window_clerk"] }, idNumber);
    await expectFailure([CONFIRM, { id: own }, head], "OWN_REQUEST", "id", "CONFLICT");
    const made = await requestId(hub, { ...clerk, makers: ["91"] }, idNumber);
    await expectFailure([CONFIRM, { id: made }, { ...head, makers: ["91"] }], "ONE_HAND", "id", "CONFLICT");
    await expectFailure([CONFIRM, { id: made }, { ...head, areas: ["320205"] }], "NOT_FOUND", "id", null);
    await expectFailure([CONFIRM, { id: "x" }, head], "NOT_FOUND", "id", null);
    await moveBack(hub, made, 600);
    await expectFailure([CONFIRM, { id: made }, head], "LAPSED", "id", "CONFLICT");
  });

  test("tells the first of two that a third account is waited for", async () => {
    for (let times = 0; times < 3; times += 1) {
      await ask(CONFIRM, { id: await requestId(hub, clerk, idNumber) }, head);
      await endAll(hub);
    }
    const id = await requestId(hub, clerk, idNumber);
    const first = await ask(CONFIRM, { id }, head);
    expect(first.data).toMatchObject({
      confirmEmergencyAccess: { emergencyAccess: { state: "REQUESTED" }, errors: [] },
    });
    await expectFailure([CONFIRM, { id }, head], "CONFIRMED_BY_YOU", "id", "CONFLICT");
  });
});
