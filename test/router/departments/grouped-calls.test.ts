import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  callKeyOf,
  CALLS_HEADER,
  signCalls,
  VIEWER_HEADER,
  writeCalls,
} from "../../../subgraphs/shared/signed-call.ts";
import type { Fault } from "../../support/fault-proxy.ts";
import { expectLost } from "../../support/faults/lost.ts";
import { CALL_KEY, openHub, type Reply, type TestHub } from "../../support/hub.ts";
import { MAIN_QUERY } from "../../support/main-query.ts";
import { routersViewer } from "../../support/viewer.ts";
import { insertWorld, people } from "../../support/world.ts";

const AT_ONCE = 24;
const DEPARTMENT = "social-security";

let hub: TestHub;
let inProcess: TestHub;
beforeAll(async () => {
  [hub, inProcess] = await Promise.all([openHub({ throughProxies: true }), openHub()]);
  await Promise.all([insertWorld(hub.sql), insertWorld(inProcess.sql)]);
});
afterEach(() => hub.proxyOf(DEPARTMENT).heal());
afterAll(() => Promise.all([hub.close(), inProcess.close()]));

const questions = Array.from({ length: AT_ONCE }, (_, at) => ({
  query: MAIN_QUERY,
  variables: { id: people[at % people.length]?.id ?? "" },
  areas: [at % 5 === 0 ? "3201" : "32"],
  ...(at % 3 === 0
    ? { roles: ["resident"], purpose: "item:own-record" }
    : { roles: ["window_clerk"], purpose: `duty:one look of many at once, number ${at}` }),
}));

const askAll = (of: TestHub): Promise<Reply[]> => Promise.all(questions.map((question) => of.ask(question)));

/** Changes the lines of a reply to several calls; a reply to one call stays as it is. */
const lines = (name: string, change: (lines: string[]) => string[]): Fault => ({
  name,
  async meet(call) {
    const text = await call.ask();
    const isGroup = call.headers[CALLS_HEADER] !== undefined;
    call.response.end(isGroup ? change(text.trimEnd().split("\n")).join("\n") + "\n" : text);
  },
});

describe("calls of many viewers in one turn", () => {
  test("share a body and nothing else: each viewer gets the own answer", async () => {
    const expected = await askAll(inProcess);
    expect(new Set(expected.map(({ text }) => text)).size).toBeGreaterThan(4);
    // What is asked for the first time is planned first, and the turns of the loop are long meanwhile.
    await askAll(hub);
    const { calls } = hub.proxyOf(DEPARTMENT);
    const before = calls.length;
    const replies = await askAll(hub);
    expect(replies.map(({ text }) => text)).toEqual(expected.map(({ text }) => text));
    expect(calls.length - before).toBeLessThan(AT_ONCE / 2);
  });

  test.each<Fault>([
    lines("leaves the last call out", (all) => all.slice(0, -1)),
    lines("answers a call there is not", (all) => [...all.slice(0, -1), '[99,{"data":{}}]']),
    lines("answers one call twice", (all) => [...all.slice(0, -1), all[0] ?? ""]),
    lines("answers one call with nonsense", (all) => [...all.slice(0, -1), `[${all.length - 1},"SELECT"]`]),
    lines("breaks off in a line", (all) => [...all.slice(0, -1), '[1,{"data":{"_ent']),
  ])("lose only what is wrong when the department $name", async (fault) => {
    const whole = await askAll(inProcess);
    await hub.proxyOf(DEPARTMENT).fail(fault);
    const replies = await askAll(hub);
    const changed = replies.filter(({ text }, at) => text !== whole[at]?.text);
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.length).toBeLessThan(AT_ONCE / 2);
    replies.forEach((reply, at) => {
      const right = whole[at];
      if (right === undefined || reply.text === right.text) return;
      expectLost(reply, right, DEPARTMENT);
    });
  });
});

test("a reply that is not UTF-8 is lost, and nothing else is read in its place", async () => {
  const department = "population";
  const whole = await askAll(inProcess);
  await hub.proxyOf(department).fail({
    name: "answers in another encoding",
    async meet(call) {
      const bytes = Buffer.from(await call.ask());
      const before = '"name":"';
      const at = bytes.indexOf(before);
      if (at !== -1) bytes[at + before.length] = 0xd7;
      call.response.end(bytes);
    },
  });
  try {
    const replies = await askAll(hub);
    expect(replies.some(({ text }, at) => text !== whole[at]?.text)).toBe(true);
    replies.forEach((reply, at) => {
      const right = whole[at];
      if (right === undefined || reply.text === right.text) return;
      expect(reply.text).not.toContain("\uFFFD");
      expectLost(reply, right, department);
    });
  } finally {
    await hub.proxyOf(department).heal();
  }
});

describe("a department", () => {
  const key = callKeyOf(CALL_KEY, DEPARTMENT);
  const viewer = routersViewer({ scopes: [], areas: ["32"], hasPurpose: true, residentId: null, accountId: "1" });
  const body = writeCalls([{ operation: "{ __typename }", variables: {}, requestId: "grouped", viewer }]);

  async function send(header: Record<string, string>, text = body): Promise<{ status: number; text: string }> {
    const response = await fetch(hub.addresses.get(DEPARTMENT) ?? "", {
      method: "POST",
      headers: { "content-type": "application/json", ...header },
      body: text,
    });
    return { status: response.status, text: await response.text() };
  }

  test("answers calls the router signed together, once", async () => {
    const header = { [CALLS_HEADER]: signCalls(key, DEPARTMENT, body) };
    expect(await send(header)).toEqual({ status: 200, text: '[0,{"data":{"__typename":"Query"}}]\n' });
    expect((await send(header)).status).toBe(401);
  });

  test.each<[string, () => Record<string, string>, string?]>([
    ["with another key", () => ({ [CALLS_HEADER]: signCalls(callKeyOf(CALL_KEY, "audit"), DEPARTMENT, body) })],
    ["for another department", () => ({ [CALLS_HEADER]: signCalls(key, "audit", body) })],
    [
      "for other viewers",
      () => ({ [CALLS_HEADER]: signCalls(key, DEPARTMENT, body) }),
      body.replace('"scopes":[]', '"scopes":["social-security:read"]'),
    ],
    ["in the header of one call", () => ({ [VIEWER_HEADER]: signCalls(key, DEPARTMENT, body) })],
    ["by nobody", () => ({ [CALLS_HEADER]: "" })],
  ])("refuses calls signed %s", async (_, header, text = body) => {
    const reply = await send(header(), text);
    expect([400, 401]).toContain(reply.status);
    expect(reply.text).not.toContain("Query");
  });
});
