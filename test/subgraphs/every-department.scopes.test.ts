import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AskingViewer, Question } from "../support/expected-answer.ts";
import { operations, type Root } from "../support/generated-operation.ts";
import { openHub, readReply, type TestHub } from "../support/hub.ts";
import { residentRoot } from "../support/people-roots.ts";
import { PATIENCE_MS, runs } from "../support/runs.ts";
import { type Claims, claimsOf, expectHubAnswer, isOverLimit } from "../support/scopes-suite.ts";
import { allDepartments, readSdlRules, scopesOfRole } from "../support/sdl-rules.ts";
import { anyViewer } from "../support/viewer.ts";
import { absentIds, insertWorld, people } from "../support/world.ts";

const { defines } = readSdlRules(allDepartments);
/** Looks change with every question asked here: test/subgraphs/audit.looks.test.ts is about them. */
const allows = (type: string, field: string) => defines(type, field) && `${type}.${field}` !== "Resident.accessRecords";
const roots: readonly Root[] = [residentRoot, { text: "residents", type: "ResidentConnection" }];

/** Somebody with the token of one role, narrowed or not. */
interface Holder {
  viewer: AskingViewer;
  claims: Claims;
}

const holders: fc.Arbitrary<Holder> = fc
  .constantFrom(
    { role: "window_clerk", department: undefined },
    { role: "grid_worker", department: undefined },
    { role: "resident", department: undefined },
    ...allDepartments.map((department) => ({ role: "department_officer", department })),
  )
  .chain(({ role, department }) =>
    anyViewer(scopesOfRole(role, department)).map((some) => {
      const viewer = role === "resident" ? { ...some, areas: [] } : { ...some, residentId: null };
      return { viewer, claims: { ...claimsOf(viewer, [role], department), scope: viewer.scopes.join(" ") } };
    }),
  );

let inProcess: TestHub;
let overHttp: TestHub;

beforeAll(async () => {
  [inProcess, overHttp] = await Promise.all([openHub(), openHub({ overHttp: true })]);
  await Promise.all([insertWorld(inProcess.sql), insertWorld(overHttp.sql)]);
});
afterAll(async () => {
  await Promise.all([inProcess.close(), overHttp.close()]);
});

describe("an operation across the departments", () => {
  test(
    "gives exactly what the SDL says, in one process and over HTTP the same bytes",
    async () => {
      const property = fc.asyncProperty(
        operations({ roots, allows }),
        holders,
        async (question, { viewer, claims }) => {
          const reply = await inProcess.ask({ ...question, ...claims });
          fc.pre(!isOverLimit(reply));
          await expectHubAnswer(reply, question, viewer);
          expect((await overHttp.ask({ ...question, ...claims })).text).toBe(reply.text);
        },
      );
      await fc.assert(property, runs(60));
    },
    PATIENCE_MS,
  );

  // A department's compiler once let the condition of a fragment spread to its neighbours.
  test("loses no value to a condition that stands elsewhere", async () => {
    const query = `query ($on: Boolean!) { residents {
      a: edges { ... on ResidentEdge @include(if: $on) { node { id } } } edges { node { id } } } }`;
    for (const hub of [inProcess, overHttp]) {
      const reply = await hub.ask({ query, variables: { on: false }, areas: ["320205"] });
      expect(reply.data).toEqual({ residents: { a: [{}], edges: [{ node: { id: "1005" } }] } });
    }
  });

  // Reads of viewers who look alike are joined; nobody may get a part of another's answer.
  test(
    "gives each of many viewers who ask at once the own answer",
    async () => {
      const asked = fc.array(fc.tuple(operations({ roots, allows }), holders), { minLength: 8, maxLength: 16 });
      const property = fc.asyncProperty(asked, fc.constantFrom("one", "own"), async (all, kind) => {
        const [[first] = []] = all;
        const hub = all.length % 2 === 0 ? inProcess : overHttp;
        await Promise.all(
          all.map(async ([own, { viewer, claims }]) => {
            const question = kind === "one" && first !== undefined ? first : own;
            const reply = await hub.ask({ ...question, ...claims });
            if (!isOverLimit(reply)) await expectHubAnswer(reply, question, viewer);
          }),
        );
      });
      await fc.assert(property, runs(10));
    },
    PATIENCE_MS,
  );

  // Calls of one token are joined on their way to a department.
  test(
    "gives one viewer who asks many things at once each its own answer",
    async () => {
      const property = fc.asyncProperty(
        fc.array(operations({ roots, allows }), { minLength: 8, maxLength: 16 }),
        holders,
        fc.boolean(),
        async (own, { viewer, claims }, isSame) => {
          // The same operation about one person after the other is what is joined.
          const [first] = own;
          const about = (id: string) => ({ id, v0: true, v1: true, v2: false });
          const questions = own.map((question, at) => {
            if (!isSame || first === undefined) return question;
            const variables = Object.entries({ ...first.variables, ...about(people[at % people.length]?.id ?? "") });
            const known = variables.filter(([name]) => name in first.variables);
            return { query: first.query, variables: Object.fromEntries(known) };
          });
          for (const hub of [inProcess, overHttp]) {
            const { purpose, ...given } = claims;
            const headers = {
              "content-type": "application/json",
              authorization: `Bearer ${await hub.tokenFor(given)}`,
              ...(purpose === null ? {} : { "x-purpose": purpose }),
            };
            await Promise.all(
              questions.map(async (question) => {
                const asked = { method: "POST", headers, body: JSON.stringify(question) };
                const reply = await readReply(await fetch(`${hub.url}/graphql`, asked));
                if (!isOverLimit(reply)) await expectHubAnswer(reply, question, viewer);
              }),
            );
          }
        },
      );
      await fc.assert(property, runs(16));
    },
    PATIENCE_MS,
  );

  test(
    "tells nobody whether a hidden person exists",
    async () => {
      const property = fc.asyncProperty(
        operations({ roots: [residentRoot], allows }),
        holders,
        fc.constantFrom(...people),
        async (question, { viewer, claims }, person) => {
          const isHidden = !viewer.areas.some((area) => person.areaCode.startsWith(area));
          fc.pre(isHidden && person.id !== viewer.residentId && "id" in question.variables);
          const about = (id: string): Question => ({ ...question, variables: { ...question.variables, id } });
          const hidden = await inProcess.ask({ ...about(person.id), ...claims });
          const missing = await inProcess.ask({ ...about(absentIds[0] ?? ""), ...claims });
          expect(hidden.text).toBe(missing.text);
        },
      );
      await fc.assert(property, runs(30));
    },
    PATIENCE_MS,
  );

  test(
    "enters as many people in the access record as are in the answer, each once",
    async () => {
      const property = fc.asyncProperty(
        operations({ roots, allows }),
        holders,
        async (question, { viewer, claims }) => {
          const requestId = randomUUID();
          const reply = await inProcess.ask({ ...question, ...claims, headers: { "x-request-id": requestId } });
          fc.pre(!isOverLimit(reply));
          const expected = await expectHubAnswer(reply, question, viewer);
          const records = await inProcess.sql<{ residents: string[]; purpose: string | null }[]>`
          select residents, purpose from audit.access_records where request_id = ${requestId}`;
          const entered = records.flatMap(({ residents }) => residents);
          expect(entered).toHaveLength(expected.people.size);
          expect(new Set(entered).size).toBe(expected.people.size);
          if (expected.people.size > 0) expect(records.map(({ purpose }) => purpose)).toEqual(["item:320101-001"]);
        },
      );
      await fc.assert(property, runs(40));
    },
    PATIENCE_MS,
  );

  test("enters a person under one pseudonym, whoever looks and however", async () => {
    const pseudonyms = new Set<string>();
    for (const query of [
      `{ resident(id: "1001") { id } }`,
      `{ resident(id: "1001") { __typename } }`,
      `{ residents(first: 1) { edges { node { sex } } } }`,
      `{ residentByIdNumber(idNumber: "329901199001010016") { socialSecurity { status } } }`,
      `query ($off: Boolean = false) { resident(id: "1001") { name @include(if: $off) } }`,
    ]) {
      const requestId = randomUUID();
      await inProcess.ask({ query, areas: ["320105006001"], headers: { "x-request-id": requestId } });
      const [record] = await inProcess.sql<{ residents: string[] }[]>`
        select residents from audit.access_records where request_id = ${requestId}`;
      expect(record?.residents).toHaveLength(1);
      pseudonyms.add(record?.residents[0] ?? "");
    }
    expect(pseudonyms.size).toBe(1);
  });
});

describe("the rows of an area", () => {
  // What lies below a prefix by its digits, and nothing else.
  test.each([
    ["32", ["1001", "1002", "1003", "1004", "1005", "1006"]],
    ["3201", ["1001", "1002", "1003", "1004", "1006"]],
    ["320105", ["1001", "1002", "1003", "1004", "1006"]],
    ["320105006", ["1001", "1002", "1003"]],
    ["320105006001", ["1001", "1002"]],
    ["320105007", ["1004"]],
    ["3202", ["1005"]],
    ["320205105001", ["1005"]],
    ["33", []],
    ["3201050", []],
    ["320105006001001", []],
    ["", []],
    ["3", []],
    ["32%", []],
  ])("%j are exactly those of %j", async (area, ids) => {
    for (const hub of [inProcess, overHttp]) {
      const list = await hub.ask({ query: "{ residents { edges { node { id } } } }", areas: [area] });
      expect([...list.text.matchAll(/"id":"(\d+)"/g)].map((match) => match[1]).sort()).toEqual(ids);
      for (const { id } of people) {
        const one = await hub.ask({ query: `{ resident(id: "${id}") { id } }`, areas: [area] });
        expect(one.data).toEqual({ resident: ids.includes(id) ? { id } : null });
      }
    }
  });

  test("are looked at by each department for itself", async () => {
    // 1004 lives in Nanjing, and the departments know her in Wuxi.
    const query = `{ resident(id: "1004") { id socialSecurity { status } medicalInsurance { status } assistance { status } } }`;
    const here = await inProcess.ask({ query, areas: ["3201"] });
    expect(here.data).toEqual({
      resident: { id: "1004", socialSecurity: null, medicalInsurance: null, assistance: null },
    });
    expect(here.errors).toEqual([]);
    expect((await inProcess.ask({ query, areas: ["3202"] })).data).toEqual({ resident: null });
    expect((await inProcess.ask({ query, areas: ["3201", "3202"] })).text).toContain("GRANTED");
  });

  // The database's own rule would hide what a department forgot to; this is the department's, with nothing behind it.
  test(
    "are told apart by each department without help of the database",
    async () => {
      const hub = await openHub();
      try {
        await insertWorld(hub.sql);
        const guarded = await hub.sql<{ name: string }[]>`
        select relnamespace::regnamespace || '.' || relname as name from pg_class where relrowsecurity`;
        expect(guarded.length).toBeGreaterThan(5);
        for (const { name } of guarded) await hub.sql`alter table ${hub.sql(name)} disable row level security`;
        const shown = async (role: string, query: string, areas: string[]) =>
          (await hub.ask({ query, roles: [role], areas })).text;
        const accounts = await shown("account_admin", "{ accounts { edges { node { username } } } }", ["320205105"]);
        expect(accounts).toContain("xibei");
        expect(accounts).not.toMatch(/wangjia|yibao/);
        const RECORDS = "{ accessRecords { edges { node { requestId } } } }";
        const records = await shown("auditor", RECORDS, ["320205105"]);
        expect(records).toContain("request-0003");
        expect(records).not.toMatch(/request-000[01]/);
        expect(await shown("auditor", RECORDS, [])).toBe(`{"data":{"accessRecords":{"edges":[]}}}`);
        const property = fc.asyncProperty(
          operations({ roots, allows }),
          holders,
          async (question, { viewer, claims }) => {
            const reply = await hub.ask({ ...question, ...claims });
            fc.pre(!isOverLimit(reply));
            await expectHubAnswer(reply, question, viewer);
          },
        );
        await fc.assert(property, runs(30));
      } finally {
        await hub.close();
      }
    },
    PATIENCE_MS,
  );

  test.each([[[]], [["abc"]], [["3201", ""]], [["3201", "320"]]])("are none for the areas %j", async (areas) => {
    const list = await inProcess.ask({ query: "{ residents { edges { node { id } } } }", areas });
    expect(list.data).toEqual({ residents: { edges: [] } });
    const one = await inProcess.ask({ query: `{ resident(id: "1001") { id } }`, areas });
    expect(one.data).toEqual({ resident: null });
  });
});
