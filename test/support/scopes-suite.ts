import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callKeyOf, signCall } from "../../subgraphs/shared/signed-call.ts";
import {
  ANY_TEXT,
  type AskingViewer,
  type Expected,
  expectFromDepartment,
  expectFromHub,
  masksIn,
  type Question,
} from "./expected-answer.ts";
import { everyField, operations, type OperationSpace, type Root } from "./generated-operation.ts";
import { CALL_KEY, openHub, type Reply, type TestHub } from "./hub.ts";
import { PATIENCE_MS, runs } from "./runs.ts";
import { allDepartments, allRoles, allScopes, readSdlRules, scopesOfRole } from "./sdl-rules.ts";
import { anyViewer, callDepartment, postToDepartment, resign, routersViewer } from "./viewer.ts";
import { insertWorld } from "./world.ts";

/** The ways into one department, and the hubs it is asked through. */
export interface DepartmentUnderTest {
  readonly name: string;
  /** Through the hub; `allows` narrows what lies below them. */
  readonly roots: readonly Root[];
  readonly allows: (type: string, field: string) => boolean;
  /** Past the hub, with a call signed as the router signs it. */
  readonly ownRoots: readonly Root[];
  /** What must not widen unnoticed, whatever SDL and roles come to say; officers are those of this department. */
  readonly secrets: readonly Secret[];
}

/** A value that only these roles find in an answer to the query. */
export interface Secret {
  readonly coordinate: string;
  readonly query: string;
  readonly value: string;
  readonly roles: readonly string[];
}

const allRules = readSdlRules(allDepartments);
const clerk: AskingViewer = {
  scopes: scopesOfRole("window_clerk"),
  hasPurpose: true,
  areas: ["320105"],
  residentId: null,
  accountId: "501",
};

/** Residents have no area: they see their own record only. */
function viewerOf(role: string): AskingViewer {
  return role === "resident"
    ? { ...clerk, areas: [], residentId: "1001" }
    : { ...clerk, areas: ["320105", "320205105"] };
}

/**
 * What holds for every department: each role, and viewers nobody thought of, get exactly what the SDL says, through
 * the hub in one process, through the hub over HTTP, and from the department itself.
 */
export function describeScopes(department: DepartmentUnderTest): void {
  const { name } = department;
  const ownRules = readSdlRules([name]);
  const ownScopes = allScopes.filter((scope) => scope.startsWith(`${name}:`));
  let inProcess: TestHub;
  let overHttp: TestHub;

  beforeAll(async () => {
    [inProcess, overHttp] = await Promise.all([openHub(), openHub({ overHttp: true })]);
    await Promise.all([insertWorld(inProcess.sql), insertWorld(overHttp.sql)]);
  });
  afterAll(async () => {
    await Promise.all([inProcess.close(), overHttp.close()]);
  });

  const askHubs = async (question: Question, claims: Claims): Promise<Reply> => {
    const asked = { ...question, ...claims };
    const [one, other] = await Promise.all([inProcess.ask(asked), overHttp.ask(asked)]);
    expect(other.text).toBe(one.text);
    return one;
  };

  describe(`${name} through the hub`, () => {
    const everybody = [...allRoles, "a role that is not there"].flatMap((role): { role: string; own?: string }[] =>
      role === "department_officer" ? allDepartments.map((own) => ({ role, own })) : [{ role }],
    );
    test.each(everybody)("gives $role $own what the SDL says", async ({ role, own }) => {
      for (const root of department.roots) {
        const question = everyField(root, department.allows);
        for (const hasPurpose of [true, false]) {
          const viewer = { ...viewerOf(role), scopes: scopesOfRole(role, own), hasPurpose };
          const reply = await askHubs(question, claimsOf(viewer, [role], own));
          await expectHubAnswer(reply, question, viewer);
        }
      }
    });

    test.each(department.secrets)("shows $coordinate to $roles and nobody else", async ({ query, value, roles }) => {
      const seenBy: string[] = [];
      for (const role of allRoles) {
        const viewer = viewerOf(role);
        const reply = await askHubs({ query, variables: {} }, claimsOf(viewer, [role], name));
        if (reply.text.includes(value)) seenBy.push(role);
      }
      expect(seenBy.sort()).toEqual([...roles].sort());
    });

    test("is closed to whoever brings no token, or a bad one", async () => {
      const good = await inProcess.tokenFor();
      for (const authorization of [undefined, "", "Bearer ", "Bearer x.y.z", `Basic ${good}`, `Bearer ${good}x`]) {
        for (const root of department.roots) {
          const response = await fetch(`${inProcess.url}/graphql`, {
            method: "POST",
            headers: { "content-type": "application/json", ...(authorization === undefined ? {} : { authorization }) },
            body: JSON.stringify(everyField(root, department.allows)),
          });
          expect(response.status).toBe(401);
          expect(await response.json()).toEqual({
            errors: [{ message: expect.any(String) as string, extensions: { code: "UNAUTHENTICATED" } }],
          });
        }
      }
    });

    // An officer's token can be narrowed to any part of the department's scopes.
    test(
      "gives generated viewers exactly what the SDL says",
      async () => {
        const officerScopes = [...new Set([...scopesOfRole("department_officer", name)])];
        const property = fc.asyncProperty(operations(department), anyViewer(officerScopes), async (question, some) => {
          const viewer = { ...some, residentId: null };
          const claims = claimsOf(viewer, ["department_officer"], name);
          const reply = await askHubs(question, { ...claims, scope: viewer.scopes.join(" ") });
          fc.pre(!isOverLimit(reply));
          await expectHubAnswer(reply, question, viewer);
        });
        await fc.assert(property, runs(60));
      },
      PATIENCE_MS,
    );
  });

  describe(`${name} called by itself`, () => {
    test.each(allRoles)("gives %s what the SDL says", async (role) => {
      for (const root of department.ownRoots) {
        const question = everyField(root, ownRules.defines);
        for (const hasPurpose of [true, false]) {
          const viewer = { ...clerk, scopes: scopesOfRole(role, name), hasPurpose };
          await expectOwnAnswer(await callDepartment(overHttp, name, question, viewer), question, viewer);
        }
      }
    });

    test(
      "gives generated viewers exactly what the SDL says",
      async () => {
        const space: OperationSpace = { roots: department.ownRoots, allows: ownRules.defines };
        const scopes = ["population:read", "population:read:name", ...ownScopes];
        const property = fc.asyncProperty(
          operations(space),
          anyViewer([...new Set(scopes)]),
          async (question, viewer) => {
            await expectOwnAnswer(await callDepartment(overHttp, name, question, viewer), question, viewer);
          },
        );
        await fc.assert(property, runs(60));
      },
      PATIENCE_MS,
    );

    test("answers 401 to a call that is not signed, not for it, not fresh, not whole or not new", async () => {
      const [root] = department.ownRoots;
      if (root === undefined) throw new Error("no way in");
      const body = JSON.stringify(everyField(root, ownRules.defines));
      const [key, otherKey] = [callKeyOf(CALL_KEY, name), callKeyOf(CALL_KEY, "another-department")];
      const viewer = routersViewer({ ...clerk, scopes: allScopes });
      const sign = () => signCall(key, name, body, viewer);
      const used = sign();
      const first = await postToDepartment(overHttp, name, body, used);
      expect(first.status).toBe(200);
      const [content = "", signature = ""] = sign().split(".");
      const bad: Record<string, string | null> = {
        unsigned: null,
        empty: "",
        garbage: "garbage.garbage",
        "without a signature": content,
        "with an empty signature": `${content}.`,
        "with another's signature": `${content}.${sign().split(".")[1] ?? ""}`,
        "with a signature cut short": `${content}.${signature.slice(0, -1)}`,
        "signed for another body": signCall(key, name, `${body} `, viewer),
        "signed for another department": signCall(key, "another-department", body, viewer),
        "signed with another department's key": signCall(otherKey, name, body, viewer),
        "signed with the key all others come from": signCall(CALL_KEY, name, body, viewer),
        expired: resign(sign(), key, (call) => ({ ...call, expiresAt: Date.now() - 1 })),
        "good for longer than a call may be": resign(sign(), key, (call) => ({
          ...call,
          expiresAt: Date.now() + 60_000,
        })),
        "with another viewer in it": `${content.slice(0, -4)}AAAA.${signature}`,
        replayed: used,
      };
      for (const [what, header] of Object.entries(bad)) {
        const reply = await postToDepartment(overHttp, name, body, header);
        expect({ what, status: reply.status, body: JSON.parse(reply.text) as unknown }).toEqual({
          what,
          status: 401,
          body: { errors: [{ message: expect.any(String) as string, extensions: { code: "UNAUTHENTICATED" } }] },
        });
      }
    });
  });

  async function expectOwnAnswer(reply: Reply, question: Question, viewer: AskingViewer): Promise<void> {
    const expected = await expectFromDepartment(question, viewer, ownRules, name);
    expectAnswer(reply, expected);
  }
}

export interface Claims {
  roles: string[];
  areas: string[];
  sub: string;
  department?: string;
  residentId?: string;
  scope?: string;
  purpose: string | null;
}

export function claimsOf(viewer: AskingViewer, roles: string[], department: string | undefined): Claims {
  return {
    roles,
    areas: [...viewer.areas],
    sub: viewer.accountId,
    purpose: viewer.hasPurpose ? "item:320101-001" : null,
    ...(department === undefined ? {} : { department }),
    ...(viewer.residentId === null ? {} : { residentId: viewer.residentId }),
  };
}

/** The generator knows nothing of the hub's limits; an operation over one of them shows nothing else. */
export function isOverLimit(reply: Reply): boolean {
  return reply.data === undefined && reply.errors.every(({ extensions }) => "limit" in extensions);
}

/** Compares the hub's answer with what the SDL and the world say, in values, refusals and masks. */
export async function expectHubAnswer(reply: Reply, question: Question, viewer: AskingViewer): Promise<Expected> {
  const expected = await expectFromHub(question, viewer, allRules);
  expectAnswer(reply, expected);
  expect(reply.masked.filter((coordinate) => !masksIn(question, viewer, allRules, true).includes(coordinate))).toEqual(
    [],
  );
  expect(masksIn(question, viewer, allRules).filter((coordinate) => !reply.masked.includes(coordinate))).toEqual([]);
  return expected;
}

/** Compares data and refusals with what was worked out independently. */
export function expectAnswer(reply: Reply, expected: Expected): void {
  expect(reply.status).toBe(200);
  const errors = reply.errors.map(({ path = [], extensions }) => `${path.join(".")} ${extensions.code}`);
  expect({ data: withAnyText(reply.data, expected.data), errors: [...new Set(errors)].sort() }).toEqual({
    data: plain(expected.data),
    errors: expected.errors,
  });
}

/** Puts ANY_TEXT where the expectation has it and the answer has some text. */
function withAnyText(actual: unknown, expected: unknown): unknown {
  if (expected === ANY_TEXT) return typeof actual === "string" && actual !== "" ? ANY_TEXT : actual;
  if (Array.isArray(actual)) {
    return actual.map((item, at) => withAnyText(item, Array.isArray(expected) ? expected[at] : undefined));
  }
  if (typeof actual !== "object" || actual === null) return actual;
  const others = (expected ?? {}) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(actual).map(([key, value]) => [key, withAnyText(value, others[key])]));
}

// graphql-js answers with objects that have no prototype.
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
