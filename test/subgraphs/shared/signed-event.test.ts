import { afterAll, beforeAll, expect, test } from "vitest";
import { callKeyOf, CALLS_HEADER, signCalls } from "../../../subgraphs/shared/signed-call.ts";
import { EVENT_HEADER, signEvent } from "../../../subgraphs/shared/signed-event.ts";
import { CALL_KEY, openHub, type TestHub } from "../../support/hub.ts";

const EVENT = {
  id: "01976e50-0000-7000-8000-000000000001",
  from: "population",
  name: "ResidentMoved",
  version: 1,
  residentId: "1001",
  areaCode: "320205105001",
  payload: { fromAreaCode: "320105006001", movedOn: "2026-11-01" },
  appendedAt: "2026-11-01T08:00:00.000Z",
};
const BODY = JSON.stringify(EVENT);

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub({ overHttp: true });
  await hub.sql`insert into grid.residents values (1001, '320105006001')`;
});
afterAll(() => hub.close());

async function post(headers: Record<string, string>, body = BODY) {
  const response = await fetch(hub.addresses.get("grid") ?? "", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  return { status: response.status, reply: await response.json() };
}
const signed = (key: string, hearer: string, body = BODY) => ({ [EVENT_HEADER]: signEvent(key, hearer, body) });
const another = JSON.stringify({ ...EVENT, areaCode: "320411122003" });

test.each([
  ["is not signed", () => post({})],
  ["is signed with another key", () => post(signed("another key of another hub, long enough", "grid"))],
  ["is signed for another department", () => post(signed(CALL_KEY, "cases"))],
  ["was changed on its way", () => post(signed(CALL_KEY, "grid"), another)],
  [
    "bears the signature of a call",
    () => post({ [EVENT_HEADER]: signCalls(callKeyOf(CALL_KEY, "grid"), "grid", BODY) }),
  ],
  ["comes as a call", () => post({ [CALLS_HEADER]: signEvent(CALL_KEY, "grid", BODY) })],
])("an event that %s is refused", async (_how, send) => {
  expect((await send()).status).toBe(401);
  const [row] = await hub.sql`select area_code as area from grid.residents`;
  expect(row).toEqual({ area: "320105006001" });
});

test("an event that is signed is heard, and again it is a repetition", async () => {
  expect(await post(signed(CALL_KEY, "grid"))).toEqual({ status: 200, reply: { heard: "HANDLED" } });
  expect(await post(signed(CALL_KEY, "grid"))).toEqual({ status: 200, reply: { heard: "REPEATED" } });
});

test("an event in another form is not handled", async () => {
  const odd = JSON.stringify({ ...EVENT, residentId: "1001 or true" });
  expect((await post(signed(CALL_KEY, "grid", odd), odd)).status).toBe(400);
});
