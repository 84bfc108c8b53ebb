import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { defaultResilience } from "../../../router/departments/resilience.ts";
import { messageOf } from "../../../subgraphs/shared/errors.ts";
import { proveWords } from "../../../subgraphs/shared/own-words.ts";
import { callKeyOf } from "../../../subgraphs/shared/signed-call.ts";
import type { FaultProxy } from "../../support/fault-proxy.ts";
import * as hostile from "../../support/faults/hostile.ts";
import { DEPARTMENTS, expectLost, expectNoInnerWords, PART_OF } from "../../support/faults/lost.ts";
import { CALL_KEY, openHub, type Reply, type TestHub } from "../../support/hub.ts";
import { LIST_QUERY, MAIN_QUERY } from "../../support/main-query.ts";
import { recipient } from "../../support/rows/civil-affairs.ts";
import { claim, enrolment } from "../../support/rows/medical-insurance.ts";
import { registeredResident } from "../../support/rows/population.ts";
import { resident } from "../../support/rows/resident.ts";
import { insuredPerson, participation } from "../../support/rows/social-security.ts";

const ASKED = "1001";
const STRANGER = "1002";
/** In the stranger's answers and in nobody else's. */
const STRANGERS_WORDS = [STRANGER, "宋", "SUSPENDED", 'RESIDENT"', "EXTREME_POVERTY", "WORK_INJURY", "2024-12-24"];
/** Those who run a department, and those who only add to what others know of a person. */
const OTHERS = DEPARTMENTS.slice(1);

let hub: TestHub;
let whole: Reply;
let list: Reply;

const ask = () => hub.ask({ query: MAIN_QUERY, variables: { id: ASKED } });
const askList = () => hub.ask({ query: LIST_QUERY, variables: { first: 10 } });
const before = (department: string): FaultProxy => hub.proxyOf(department);

beforeAll(async () => {
  // Each reply is to be looked at by the router: no department is left alone.
  const resilience = { ...defaultResilience, failuresToOpen: 1_000_000 };
  hub = await openHub({ throughProxies: true, resilience });
  await resident(hub.sql, { id: ASKED });
  await stranger(STRANGER);
  [whole, list] = [await ask(), await askList()];
  const aboutStranger = await hub.ask({ query: MAIN_QUERY, variables: { id: STRANGER } });
  for (const word of STRANGERS_WORDS) {
    expect([word, aboutStranger.text.includes(word), whole.text.includes(word)]).toEqual([word, true, false]);
  }
});
afterEach(async () => {
  for (const department of DEPARTMENTS) await before(department).heal();
});
afterAll(() => hub.close());

async function stranger(residentId: string): Promise<void> {
  await registeredResident(hub.sql, { id: residentId, name: "宋君", idNumber: "329901198001010016" });
  await insuredPerson(hub.sql, { residentId, status: "SUSPENDED" });
  await participation(hub.sql, { residentId, insurance: "WORK_INJURY" });
  await enrolment(hub.sql, { residentId, scheme: "RESIDENT" });
  await claim(hub.sql, { residentId, id: "77", settledOn: "2024-12-24" });
  await recipient(hub.sql, {
    residentId,
    assistanceStatus: "GRANTED",
    assistanceCategory: "EXTREME_POVERTY",
  });
}

function expectNoStranger(reply: Reply): void {
  expect(STRANGERS_WORDS.filter((word) => reply.text.includes(word))).toEqual([]);
}

describe.each(DEPARTMENTS)("an answer of %s", (department) => {
  test("about another person is thrown away", async () => {
    await before(department).fail(hostile.aboutAnother(department, ASKED, STRANGER));
    const reply = await ask();
    expectNoStranger(reply);
    expectLost(reply, whole, department);
  });

  test("that does not say whom it is about is thrown away", async () => {
    const keys = /^(echo_of_id|subject_of_record__)$/;
    await before(department).fail(hostile.aboutAnother(department, ASKED, STRANGER, keys));
    const reply = await ask();
    expectNoStranger(reply);
    expectLost(reply, whole, department);
  });

  test.each([hostile.extraFields, hostile.prototypeKeys])(
    "that $name adds nothing and changes nothing",
    async (fault) => {
      await before(department).fail(fault);
      expect((await ask()).text).toBe(whole.text);
      expect((await askList()).text).toBe(list.text);
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect("polluted" in {}).toBe(false);
    },
  );

  test.each([hostile.textForObject, hostile.objectForLeaf, hostile.numberForText, hostile.deepLists])(
    "that $name loses what does not fit",
    async (fault) => {
      await before(department).fail(fault);
      const reply = await ask();
      expectOnlyNulls(reply, department);
      expectNoInnerWords(reply);
    },
  );

  test.each([
    hostile.innerWords([]),
    hostile.innerWords(["SELECT * FROM persons", "db7.internal"]),
    hostile.innerWords([{ sql: "SELECT" }, ["10.20.30.40"]]),
    hostile.innerWords(["_entities", 0, "SELECT"]),
  ])("that $name passes none of them on", async (fault) => {
    await before(department).fail(fault);
    const reply = await ask();
    expectNoInnerWords(reply);
    expect(reply.data).toEqual(lostData(department));
    expect(reply.errors.length).toBe(whole.errors.length + 1);
    expect(reply.errors.at(-1)?.extensions).toEqual({ code: "SUBGRAPH_UNAVAILABLE" });
  });

  test.each(hostile.nonsense)("that $name is none", async (fault) => {
    await before(department).fail(fault);
    const reply = await ask();
    expect([reply.status, reply.data]).toEqual([200, lostData(department)]);
    const added = reply.errors.slice(whole.errors.length);
    expect(added.length).toBeGreaterThan(0);
    for (const { extensions } of added) expect(extensions).toEqual({ code: "SUBGRAPH_UNAVAILABLE" });
    expectNoInnerWords(reply);
  });

  test("is whole again once the department is itself again", async () => {
    expect((await ask()).text).toBe(whole.text);
  });
});

describe.each(OTHERS)("entities of %s", (department) => {
  test.each(hostile.nonsenseEntities)("are thrown away when it $name", async (fault) => {
    await before(department).fail(fault);
    expectLost(await ask(), whole, department);
  });

  test("are thrown away when they come in another order", async () => {
    await before(department).fail(hostile.reversed);
    const reply = await askList();
    const [, part = ""] = PART_OF[department] ?? [];
    const nodes = nodesOf(reply);
    expect(nodes).toEqual(nodesOf(list).map((node) => ({ ...node, [part]: null })));
    expect(reply.errors.slice(list.errors.length).map(({ path }) => path)).toEqual([
      ["residents", "edges", "node", part],
    ]);
  });
});

test.each(["social-security", "medical-insurance"])("a text for a list of %s is null", async (department) => {
  await before(department).fail(hostile.textForList);
  const reply = await ask();
  expectOnlyNulls(reply, department);
  expectNoInnerWords(reply);
});

test("a text for the list of residents is null", async () => {
  await before("population").fail(hostile.textForList);
  const reply = await askList();
  expect(reply.data).toEqual({ residents: { edges: null } });
  expect(reply.errors.at(-1)).toMatchObject({
    path: ["residents", "edges"],
    extensions: { code: "SUBGRAPH_UNAVAILABLE" },
  });
  expectNoInnerWords(reply);
});

test("what a department sends of another's is not taken from it when that one is down", async () => {
  await before("population").fail(hostile.extraFields);
  await before("social-security").fail({ name: "refused" });
  expectLost(await ask(), whole, "social-security");
});

const WORDS = "SELECT id_number of 329901199001010016 failed at db7.internal";

test.each([
  ["BAD_USER_INPUT", undefined],
  ["CONFLICT", "AAAA"],
  ["RATE_LIMITED", proveWords(callKeyOf("another key", "population"), "RATE_LIMITED", WORDS)],
  ["BAD_USER_INPUT", proveWords(callKeyOf(CALL_KEY, "population"), "CONFLICT", WORDS)],
  ["BAD_USER_INPUT", proveWords(callKeyOf(CALL_KEY, "population"), "BAD_USER_INPUT", "other words")],
  ["BAD_USER_INPUT", { toString: "x" }],
] as const)("words under %s without the department's own proof (%j) stay where they were said", async (code, proof) => {
  await before("population").fail(hostile.worded(code, WORDS, proof));
  const reply = await ask();
  expect(reply.errors.at(-1)).toMatchObject({ message: messageOf[code], extensions: { code } });
  expect(reply.text).not.toContain("329901199001010016");
  expectNoInnerWords(reply);
});

test("a department's own words reach the client, and its proof does not", async () => {
  const reply = await hub.ask({ query: "{ residents(first: 1000) { edges { node { id } } } }" });
  expect(reply.errors).toMatchObject([
    { message: "first must be between 1 and 100.", extensions: { code: "BAD_USER_INPUT" } },
  ]);
  expect(reply.text).not.toContain("words");
});

/** What the department answered is null in one place at least, and everything else is as without the fault. */
function expectOnlyNulls(reply: Reply, department: string): void {
  const added = reply.errors.slice(whole.errors.length);
  expect(reply.errors.slice(0, whole.errors.length)).toEqual(whole.errors);
  expect(added.length).toBeGreaterThan(0);
  for (const error of added) {
    expect(error.extensions).toEqual({ code: "SUBGRAPH_UNAVAILABLE" });
    expect(error.path?.slice(0, 2)).toEqual(expect.arrayContaining([...(PART_OF[department] ?? [])]));
  }
  const person = reply.data?.["resident"] as Record<string, unknown> | null;
  const wholePerson = whole.data?.["resident"] as Record<string, unknown>;
  if (person === null) return expect(department).toBe("population");
  const isOwn = (field: string) =>
    department === "population"
      ? !["socialSecurity", "medicalInsurance", "assistance"].includes(field)
      : field === PART_OF[department]?.[1];
  for (const [field, value] of Object.entries(person)) {
    if (isOwn(field)) expect(isWholeOrNull(value, wholePerson[field])).toBe(true);
    else expect(value).toEqual(wholePerson[field]);
  }
}

/** No value that was not there before. */
function isWholeOrNull(value: unknown, expected: unknown): boolean {
  if (value === null || value === expected) return true;
  if (typeof value !== "object" || typeof expected !== "object" || expected === null) return false;
  const given = expected as Record<string, unknown>;
  return Object.entries(value).every(([key, below]) => isWholeOrNull(below, given[key]));
}

function lostData(department: string): Reply["data"] {
  const [, part] = PART_OF[department] ?? [];
  if (part === undefined) return { resident: null };
  return { resident: { ...(whole.data?.["resident"] as object), [part]: null } };
}

function nodesOf(reply: Reply): Record<string, unknown>[] {
  const { edges } = reply.data?.["residents"] as { edges: { node: Record<string, unknown> }[] };
  return edges.map(({ node }) => node);
}
