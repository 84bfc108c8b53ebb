import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { account } from "../support/rows/accounts.ts";

const hub: TestHub = await openHub({ overHttp: true });
afterAll(() => hub.close());
beforeEach(async () => {
  await hub.sql`truncate accounts.accounts, accounts.activation_codes, accounts.account_requests`;
  await account(hub.sql, { id: "500", username: "guanli", roles: ["account_admin"], areas: ["3201"] });
  await account(hub.sql, { id: "501", username: "wangjia", roles: ["window_clerk"], areas: ["320105006"] });
});

const admin = { sub: "500", roles: ["account_admin"], areas: ["3201"], purpose: null };
const CREATE = `mutation ($input: CreateAccountInput!) {
  createAccount(input: $input) { account { id } errors { code message field path } } }`;
const CLOSE = `mutation ($input: CloseAccountInput!) {
  closeAccount(input: $input) { account { id isActive } errors { code field path } } }`;
const IMPORT = `mutation ($input: ImportAccountsInput!) {
  importAccounts(input: $input) { imported requestId refused { row } errors { code field path } } }`;
const ERRORS = /errors \{.*?\}/;

const ask = (query: string, input: object, who: object = admin): Promise<Reply> =>
  hub.ask({ query, variables: { input }, ...who });
const codesOf = ({ errors }: Reply) => errors.map(({ extensions }) => extensions.code);
const wanted = { username: "xinren", displayName: "新人", roles: ["window_clerk"], areas: ["320105006"] };

describe("AccountError.field", () => {
  test("names the part of the input, and the deprecated path the same", async () => {
    const { data, errors } = await ask(CREATE, { ...wanted, areas: ["3202"], displayName: "=cmd()" });
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      createAccount: {
        account: null,
        errors: [
          { code: "INVALID_NAME", field: "displayName", path: ["displayName"] },
          { code: "OUTSIDE_AREA", field: "areas", path: ["areas"] },
        ],
      },
    });
  });

  test("is asked for by nobody who may not make accounts", async () => {
    const reply = await ask(CREATE, wanted, { ...admin, roles: ["window_clerk"] });
    expect(reply.data ?? null).toBeNull();
    expect(codesOf(reply)).toContain("UNAUTHORIZED_FIELD_OR_TYPE");
    expect(await hub.sql`select from accounts.accounts`).toHaveLength(2);
  });
});

describe("a change that another one overtook", () => {
  /** The account is read, then leaves the administrator's areas, then is to be changed. */
  async function overtaken(query: string): Promise<Reply> {
    const asked = { reply: null as Promise<Reply> | null, isAnswered: false };
    // By another connection: a transaction sees the same activity to its end.
    const isWaiting = async () =>
      (await hub.sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)
        .length > 0;
    await hub.sql.begin(async (sql) => {
      await sql`update accounts.accounts set areas = '{320205105}', area_code = '320205105' where account_id = '501'`;
      asked.reply = ask(query, { id: "501" }).finally(() => (asked.isAnswered = true));
      while (!asked.isAnswered && !(await isWaiting()));
    });
    if (asked.reply === null) throw new Error("nothing was asked");
    return asked.reply;
  }
  const isActive = async () => (await hub.sql`select is_active from accounts.accounts where account_id = '501'`)[0];

  test("is told in the payload", async () => {
    const { data, errors } = await overtaken(CLOSE);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      closeAccount: { account: null, errors: [{ code: "CHANGED", field: "id", path: ["id"] }] },
    });
    expect(await isActive()).toEqual({ is_active: true });
  });

  test("is thrown as a conflict where nobody asks for errors", async () => {
    const reply = await overtaken(CLOSE.replace(ERRORS, ""));
    expect(codesOf(reply)).toEqual(["CONFLICT"]);
    expect(reply.data).toEqual({ closeAccount: null });
    expect(await isActive()).toEqual({ is_active: true });
  });
});

describe("ImportAccountsPayload.errors", () => {
  const rows = (count: number) => ({
    rows: Array.from({ length: count }, (_, at) => ({ ...wanted, username: `clerk${at}` })),
  });

  test("is empty when rows were asked for, and says that there are too many", async () => {
    expect((await ask(IMPORT, rows(1))).data).toMatchObject({
      importAccounts: { imported: 1, refused: [], errors: [] },
    });
    const told = await ask(IMPORT, rows(501));
    expect(told.errors).toEqual([]);
    expect(told.data).toEqual({
      importAccounts: {
        imported: null,
        requestId: null,
        refused: null,
        errors: [{ code: "TOO_MANY_ROWS", field: "rows", path: ["rows"] }],
      },
    });
    expect(codesOf(await ask(IMPORT.replace(ERRORS, ""), rows(501)))).toEqual(["BAD_USER_INPUT"]);
    expect(await hub.sql`select from accounts.accounts`).toHaveLength(3);
  });
});
