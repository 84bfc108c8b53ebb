import { isInputObjectType, isNonNullType } from "graphql";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { clientSchema } from "../support/client-schema.ts";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { account } from "../support/rows/accounts.ts";
import { registeredResident } from "../support/rows/population.ts";
import { idNumberOf } from "../support/rows/resident.ts";

const hub: TestHub = await openHub();
const KEY = "11111111-2222-4333-8444-555555555555";
const DAY_MS = 86_400_000;
const untilAt = new Date(Date.now() + 30 * DAY_MS).toISOString();

beforeEach(async () => {
  await hub.sql`truncate accounts.accounts, accounts.account_requests, accounts.request_keys, audit.request_keys,
    audit.withholding_orders, audit.withholding_steps, population.request_keys, population.residents,
    population.emergency_accesses, population.emergency_requesters`;
  await account(hub.sql, { id: "500", username: "guanli", roles: ["account_admin"], areas: ["3201"] });
  await account(hub.sql, { id: "501", username: "wangjia", roles: ["window_clerk"], areas: ["320105006"] });
  await registeredResident(hub.sql, { id: "1001" });
});
afterAll(() => hub.close());

const admin = { sub: "500", roles: ["account_admin"], areas: ["3201"], purpose: null };
const auditor = { sub: "91", roles: ["auditor"], areas: ["32"], purpose: null };
const clerk = {
  sub: "504",
  roles: ["window_clerk"],
  areas: ["320205"],
  purpose: "duty:somebody fainted at the window",
};
const row = { username: "xinren", displayName: "新人", roles: ["window_clerk"], areas: ["320105006"] };

interface Change {
  readonly mutation: string;
  readonly selection: string;
  readonly who: object;
  readonly input: object;
  /** What makes it another change. */
  readonly other: object;
  /** The table that a change adds a row to. */
  readonly table: string;
}

const changes: readonly Change[] = [
  {
    mutation: "createAccount",
    selection: "account { id } requestId",
    who: admin,
    input: row,
    other: { displayName: "别人" },
    table: "accounts.account_requests",
  },
  {
    mutation: "importAccounts",
    selection: "imported requestId refused { row code }",
    who: admin,
    input: { rows: [row, { ...row, username: "=" }] },
    other: { rows: [row] },
    table: "accounts.account_requests",
  },
  {
    mutation: "issueActivationCode",
    selection: "requestId",
    who: admin,
    input: { id: "501" },
    other: { expectedVersion: 1 },
    table: "accounts.account_requests",
  },
  {
    mutation: "orderWithholding",
    selection: "withholding { id state }",
    who: auditor,
    input: { purpose: "case:320100-2026-17", untilAt, reason: "order 17/2026 of the court" },
    other: { reason: "order 18/2026 of the court" },
    table: "audit.withholding_orders",
  },
  {
    mutation: "requestEmergencyAccess",
    selection: "emergencyAccess { id state }",
    who: clerk,
    input: { idNumber: idNumberOf("1001"), reason: "居民在窗口晕倒，需要马上核对医保" },
    other: { reason: "居民在窗口晕倒，需要马上核对社保" },
    table: "population.emergency_accesses",
  },
];

const ask = ({ mutation, selection, who }: Change, input: object): Promise<Reply> => {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { ${mutation}(input: $input) { ${selection} errors { code field } } }`;
  return hub.ask({ query, variables: { input }, ...who });
};
const errorsOf = ({ data }: Reply) => Object.values((data ?? {}) as Record<string, { errors: unknown }>)[0]?.errors;
const count = async (table: string) => (await hub.sql`select from ${hub.sql(table)}`).length;

describe.each(changes)("the key of $mutation", (change) => {
  test("sent again gives the first answer, and changes nothing", async () => {
    const first = await ask(change, { ...change.input, key: KEY });
    expect([first.errors, errorsOf(first)]).toEqual([[], []]);
    expect((await ask(change, { ...change.input, key: KEY })).text).toBe(first.text);
    expect(await count(change.table)).toBe(1);
  });

  test("stands for one change", async () => {
    await ask(change, { ...change.input, key: KEY });
    const reply = await ask(change, { ...change.input, ...change.other, key: KEY });
    expect(errorsOf(reply)).toEqual([{ code: "CONFLICT", field: "key" }]);
    expect(await count(change.table)).toBe(1);
  });

  test("is none where it is short, and may be left out", async () => {
    expect(errorsOf(await ask(change, { ...change.input, key: "short" }))).toEqual([{ code: "INVALID", field: "key" }]);
    expect(await count(change.table)).toBe(0);
    expect(errorsOf(await ask(change, { ...change.input, key: null }))).toEqual([]);
    expect(await count(change.table)).toBe(1);
  });
});

describe("the keys of changes", () => {
  test("are taken by every mutation", () => {
    const mutations = Object.values(clientSchema.getMutationType()?.getFields() ?? {});
    expect(mutations.length).toBeGreaterThan(25);
    for (const { name, args } of mutations) {
      const [input] = args;
      const type = input !== undefined && isNonNullType(input.type) ? input.type.ofType : undefined;
      expect([name, isInputObjectType(type) && Object.keys(type.getFields()).includes("key")]).toEqual([name, true]);
    }
  });

  test("of a change that failed are good for the corrected one", async () => {
    const [create] = changes as [Change];
    expect(errorsOf(await ask(create, { ...row, areas: ["3202"], key: KEY }))).toMatchObject([
      { code: "OUTSIDE_AREA" },
    ]);
    expect(await count("accounts.request_keys")).toBe(0);
    expect(errorsOf(await ask(create, { ...row, key: KEY }))).toEqual([]);
  });

  test("keep ids and no names", async () => {
    for (const change of changes) await ask(change, { ...change.input, key: `${change.mutation}-0123456789` });
    for (const table of ["accounts.request_keys", "audit.request_keys", "population.request_keys"]) {
      const kept = await hub.sql<{ answer: object }[]>`select answer from ${hub.sql(table)}`;
      expect(kept.length).toBeGreaterThan(0);
      expect(JSON.stringify(kept)).not.toMatch(/新人|court|晕倒|329/);
    }
  });
});

describe("Account.version", () => {
  const VERSION = `{ account(username: "wangjia") { version } }`;
  const close = (expectedVersion: number | null): Promise<Reply> =>
    hub.ask({
      query: `mutation ($input: CloseAccountInput!) {
        closeAccount(input: $input) { account { isActive version } errors { code field } } }`,
      variables: { input: { id: "501", expectedVersion } },
      ...admin,
    });

  test("counts the changes, and a change of what was changed since it was read is a conflict", async () => {
    expect((await hub.ask({ query: VERSION, ...admin })).data).toEqual({ account: { version: 1 } });
    await hub.sql`update accounts.accounts set roles = '{analyst}' where account_id = '501'`;
    expect((await close(1)).data).toEqual({
      closeAccount: { account: null, errors: [{ code: "CONFLICT", field: "expectedVersion" }] },
    });
    expect((await close(2)).data).toEqual({ closeAccount: { account: { isActive: false, version: 3 }, errors: [] } });
  });
});
