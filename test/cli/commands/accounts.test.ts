import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import iconv from "iconv-lite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { openPage } from "../../support/browser.ts";
import { hub as command } from "../../support/hub-command.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { account } from "../../support/rows/accounts.ts";
import { hubSettings, openToProcesses } from "../../support/running-hub.ts";

let hub: TestHub;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "onedoor-accounts-"));
  hub = await openHub({ overHttp: true, signingIn: { isProduction: true } });
  await openToProcesses(hub);
});
afterAll(async () => {
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  for (const [name, value] of Object.entries(hubSettings(hub, folder))) vi.stubEnv(name, value);
  await hub.sql`truncate accounts.accounts, accounts.activation_codes, accounts.tries, accounts.certificates,
    accounts.account_requests, accounts.account_makers`;
});
afterEach(() => void vi.unstubAllEnvs());

let files = 0;
const fresh = () => join(folder, `codes-${(files += 1)}.csv`);
async function importFile(content: string | Buffer, codes = fresh()) {
  const path = join(folder, "accounts.csv");
  await writeFile(path, content);
  const { code, out, err } = await command("import", "accounts", path, "--codes", codes, "--json");
  return { code, err, codes, report: out === "" ? null : (JSON.parse(out) as Record<string, unknown>) };
}
const usernames = async () => {
  const rows = await hub.sql<{ username: string }[]>`select username from accounts.accounts order by username`;
  return rows.map(({ username }) => username);
};
const HEAD = "username,displayName,roles,areas,department";

describe("hub import accounts", () => {
  test("makes the accounts, and a code for each that its holder signs in with", async () => {
    const { code, codes, report } = await importFile(
      `${HEAD}\nwangjia,王佳,window_clerk;village_worker,320105006 320105007,\nyibao,医保,department_officer,3202,medical-insurance\n`,
    );
    expect([code, report]).toEqual([0, { imported: 2, unchanged: 0, refused: [], left: 0 }]);
    const [row] =
      await hub.sql`select roles, areas, department, activated_at from accounts.accounts where username = 'wangjia'`;
    expect(row).toEqual({
      roles: ["window_clerk", "village_worker"],
      areas: ["320105006", "320105007"],
      department: null,
      activated_at: null,
    });
    expect((await stat(codes)).mode & 0o777).toBe(0o600);
    const [, line = ""] = (await readFile(codes, "utf8")).split("\n");
    const [username, activation] = line.split(",");
    const body = { username, code: activation, password: "correct horse battery" };
    expect((await openPage(hub.url).post("/auth/activate", body)).status).toBe(200);
  });

  test.each(["utf8", "utf8 with a mark", "gb18030"])("reads %s, and headings in Chinese", async (encoding) => {
    const text = '账号,姓名,角色,区划,部门\r\nwangjia,"王佳",window_clerk,320105006,\r\n';
    const bytes =
      encoding === "gb18030"
        ? iconv.encode(text, "gb18030")
        : Buffer.from(`${encoding.includes("mark") ? "\uFEFF" : ""}${text}`);
    const { report } = await importFile(bytes);
    expect(report).toMatchObject({ imported: 1, refused: [] });
    const [row] = await hub.sql`select display_name from accounts.accounts`;
    expect(row).toEqual({ display_name: "王佳" });
  });

  test.each([
    ["lines that end in CR", (text: string) => Buffer.from(text.replaceAll("\n", "\r"))],
    ["semicolons", (text: string) => Buffer.from(text.replaceAll(",", ";"))],
    ["UTF-16", (text: string) => iconv.encode(`\uFEFF${text.replaceAll(",", "\t")}`, "utf-16le")],
  ])("makes two accounts of a file with %s, roles by their titles", async (_what, write) => {
    const { code, report } = await importFile(
      write("账号,姓名,角色,区划\none,一,窗口工作人员,320105006\ntwo,二,window_clerk,320105006\n"),
    );
    expect([code, report]).toMatchObject([0, { imported: 2, refused: [] }]);
  });

  test("refuses a file without accounts", async () => {
    const { code, err } = await importFile(`${HEAD}\r`);
    expect([code, err]).toEqual([1, expect.stringContaining("no accounts")]);
  });

  test("names what is wrong by its line, and makes the rest", async () => {
    const { code, report } = await importFile(
      [
        HEAD,
        "good,好,window_clerk,320105006,",
        "Bad Name,名,window_clerk,320105006,",
        'evil,"=HYPERLINK(""http://x"")",window_clerk,320105006,',
        "short,短",
        "king,王,king,320105006,",
        "both,两,auditor;account_admin,32,",
        "officer,员,department_officer,3202,",
        "me,我,resident,320105006,",
        "good,又,window_clerk,320105006,",
        `long,${"长".repeat(2_000)},window_clerk,320105006,`,
        'open,"开,window_clerk,320105006,',
        "other,另,window_clerk,3201050,",
        "last,末,auditor,32,",
      ].join("\n"),
    );
    const refused = (report?.["refused"] ?? []) as { line: number }[];
    expect(refused.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    expect([code, report?.["imported"], await usernames()]).toEqual([0, 2, ["good", "last"]]);
  });

  test("changes nothing when it is run again, and says which line is another account now", async () => {
    const text = `${HEAD}\none,一,window_clerk,320105006,\ntwo,二,window_clerk,320105006,\n`;
    await importFile(text);
    const [before] = await hub.sql`select count(*)::int as n from accounts.activation_codes`;
    expect((await importFile(text)).report).toMatchObject({ imported: 0, unchanged: 2 });
    await hub.sql`update accounts.accounts set roles = '{analyst}' where username = 'two'`;
    expect((await importFile(text)).report).toMatchObject({ unchanged: 1, refused: [{ line: 3 }] });
    const [after] = await hub.sql`select count(*)::int as n from accounts.activation_codes`;
    expect(after).toEqual(before);
  });

  test("takes no line of a file whose lines are all wrong, says so in one sentence and fails", async () => {
    const { code, err, codes, report } = await importFile(
      `${HEAD}\none,一,king,320105006,\ntwo,二,window_clerk,990105,\n`,
    );
    expect([code, err.trim().split("\n")]).toEqual([1, [expect.stringContaining("No account was made")]]);
    expect(report).toMatchObject({ imported: 0, refused: [{ line: 2 }, { line: 3 }] });
    await expect(stat(codes)).rejects.toThrow("ENOENT");
    const told = await command("import", "accounts", join(folder, "accounts.csv"), "--codes", codes);
    expect([told.code, told.out, told.err.match(/No account was made/g)?.length]).toEqual([1, "", 1]);
    expect(await usernames()).toEqual([]);
  });

  test("is entered in the access record by county, under the system account that ran it, before it makes any", async () => {
    await hub.sql`truncate audit.access_records cascade`;
    await importFile(
      `${HEAD}\none,一,window_clerk,320105006,\ntwo,二,window_clerk,320105007,\nthree,三,analyst,320000,\n`,
    );
    const entries =
      await hub.sql`select viewer_id, viewer_name, area_code, operation_name, kind from audit.access_records
      order by area_code`;
    const entered = {
      viewer_id: "host",
      viewer_name: userInfo().username,
      operation_name: "hub import accounts",
      kind: "ACCOUNT_CHANGE",
    };
    expect([...entries]).toEqual([
      { ...entered, area_code: "32" },
      { ...entered, area_code: "320105" },
    ]);
    const [row] = await hub.sql`select areas, area_code from accounts.accounts where username = 'three'`;
    expect(row).toEqual({ areas: ["32"], area_code: "32" });
  });

  test("writes over no file, and needs to be told where codes go", async () => {
    const codes = fresh();
    await writeFile(codes, "mine");
    const { code, err } = await importFile(`${HEAD}\none,一,window_clerk,320105006,\n`, codes);
    expect([code, err, await readFile(codes, "utf8")]).toEqual([1, expect.stringContaining("there already"), "mine"]);
    expect((await command("import", "accounts", join(folder, "accounts.csv"))).code).toBe(1);
    expect(await usernames()).toEqual([]);
  });

  test.each([
    ["no columns", "one,一,window_clerk,320105006,\n"],
    ["nothing", ""],
  ])("refuses a file with %s", async (_what, text) => {
    const { code, err } = await importFile(text);
    expect([code, err]).toEqual([1, expect.stringContaining("must name the columns")]);
  });

  test("makes 3 000 in seconds, with a code of its own for each", async () => {
    const rows = Array.from({ length: 3_000 }, (_, at) => `clerk${at},职员${at},window_clerk,320105006,`);
    const startedAt = performance.now();
    const { codes, report } = await importFile([HEAD, ...rows].join("\n"));
    expect(report).toMatchObject({ imported: 3_000 });
    // 25 828 take three seconds on an idle machine; a password hash for each would take a minute for these alone.
    expect(performance.now() - startedAt).toBeLessThan(30_000);
    const lines = (await readFile(codes, "utf8")).trim().split("\n").slice(1);
    expect(new Set(lines.map((line) => line.split(",")[1])).size).toBe(3_000);
  });
});

describe("hub accounts", () => {
  const codeIn = (out: string) => (JSON.parse(out) as { activationCode: string }).activationCode;

  test("invites the first administrator in production, gives new codes and closes", async () => {
    const invited = await command("accounts", "invite", "chef", "--role", "account_admin", "--area", "32", "--json");
    const newer = await command("accounts", "code", "chef", "--json");
    const activate = (code: string) =>
      openPage(hub.url).post("/auth/activate", { username: "chef", code, password: "correct horse battery" });
    expect((await activate(codeIn(invited.out))).status).toBe(401);
    expect((await activate(codeIn(newer.out))).status).toBe(200);
    const closed = await command("accounts", "close", "chef", "--json");
    expect([closed.code, JSON.parse(closed.out)]).toEqual([0, { username: "chef", isActive: false }]);
    const again = { username: "chef", password: "correct horse battery" };
    expect((await openPage(hub.url).post("/auth/sign-in/username", again)).status).toBe(401);
    expect((await command("accounts", "code", "chef")).err).toContain("closed");
  });

  test("opens a closed auditor again, and enters certificates", async () => {
    await account(hub.sql, { id: "502", username: "shenji", roles: ["auditor"], areas: ["32"], isActive: false });
    const reopened = await command("accounts", "reopen", "shenji", "--json");
    expect([reopened.code, JSON.parse(reopened.out)]).toEqual([0, { username: "shenji", isActive: true }]);
    const [row] = await hub.sql`select is_active from accounts.accounts where account_id = 502`;
    expect(row).toEqual({ is_active: true });
    await account(hub.sql, { id: "503", username: "ruili", roles: ["centre_head"] });
    const words = ["accounts", "certificate", "ruili", "--course", "personal-data-protection", "--from", "2026-01-01"];
    const entered = await command(...words, "--until", "2030-12-31", "--json");
    expect([entered.code, JSON.parse(entered.out)]).toMatchObject([0, { username: "ruili", endsOn: "2030-12-31" }]);
    const [stored] = await hub.sql`select account_id::text as id, recorded_by from accounts.certificates`;
    expect(stored).toEqual({ id: "503", recorded_by: null });
    expect((await command(...words, "--until", "2026-02-30")).code).toBe(1);
    expect((await command(...words, "--until", "2025-01-01")).code).toBe(1);
  });

  test("is the second person while there is one administrator, and is entered before it acts", async () => {
    const admin = { sub: "500", roles: ["account_admin"], areas: ["32"], purpose: null };
    await account(hub.sql, { id: "500", username: "chef", roles: ["account_admin"], areas: ["32"] });
    const ask = async (username: string) => {
      const reply = await hub.ask({
        query: `mutation ($input: CreateAccountInput!) { createAccount(input: $input) { requestId errors { code } } }`,
        variables: { input: { username, displayName: "新人", roles: ["window_clerk"], areas: ["320105006"] } },
        ...admin,
      });
      return (reply.data?.["createAccount"] as { requestId: string }).requestId;
    };
    const [first, second] = [await ask("one"), await ask("two")];
    const { requests } = JSON.parse((await command("accounts", "requests", "--json")).out) as {
      requests: { id: string; askedBy: string }[];
    };
    expect(requests).toMatchObject([
      { id: first, kind: "CREATE", askedBy: "chef", accounts: [{ username: "one" }] },
      { id: second },
    ]);
    const approved = JSON.parse((await command("accounts", "approve", first, "--json")).out) as {
      activationCodes: { username: string; activationCode: string }[];
    };
    const [{ username, activationCode } = { username: "", activationCode: "" }] = approved.activationCodes;
    const body = { username, code: activationCode, password: "correct horse battery" };
    expect((await openPage(hub.url).post("/auth/activate", body)).status).toBe(200);
    expect((await command("accounts", "reject", second)).code).toBe(0);
    expect(await usernames()).toEqual(["chef", "one"]);
    expect((await command("accounts", "approve", second)).err).toContain("waits");
    const entries = await hub.sql`select viewer_id, operation_name, kind from audit.access_records
      where viewer_id = 'host' and operation_name in ('hub accounts approve', 'hub accounts reject') order by position`;
    expect(entries).toEqual([
      { viewer_id: "host", operation_name: "hub accounts approve", kind: "ACCOUNT_CHANGE" },
      { viewer_id: "host", operation_name: "hub accounts reject", kind: "ACCOUNT_CHANGE" },
    ]);
    // Who asked is a maker still; whoever runs the hub is none.
    const makers = await hub.sql`select maker from accounts.account_makers`;
    expect(makers).toEqual([{ maker: "500" }]);
  });

  test("says in one sentence what it does not do", async () => {
    await account(hub.sql, { id: "501", username: "there" });
    for (const [words, reason] of [
      [["invite", "there", "--role", "analyst", "--area", "32"], "already"],
      [["invite", "x1", "--role", "king", "--area", "32"], "The roles are"],
      [["invite", "x1", "--role", "resident", "--area", "32"], "may not give"],
      [["invite", "x1", "--role", "analyst", "--area", "321"], "digits"],
      [["invite", "x329999199206180060", "--role", "analyst", "--area", "32"], "identity number"],
      [["code", "nobody"], "no account"],
      [["close", "nobody"], "no account"],
      [["reopen", "nobody"], "no account"],
      [["approve", "x"], "waits"],
      [["certificate", "there", "--course", "x", "--from", "2026-01-01", "--until", "2026-12-31"], "courses are"],
    ] as const) {
      const { code, err } = await command("accounts", ...words);
      expect([code, err]).toEqual([1, expect.stringContaining(reason)]);
    }
    expect((await command("accounts", "invite", "x1", "--role", "analyst")).code).toBe(2);
  });

  test("does all this with a login that reads no secret and takes nobody's password", async () => {
    const { default: postgres } = await import("postgres");
    const login = postgres(hub.urlFor("accounts-operator"), { max: 1, onnotice: () => undefined });
    try {
      for (const statement of [
        "select * from accounts.credentials",
        "select * from accounts.activation_codes",
        "select * from accounts.sessions",
        "update accounts.accounts set areas = '{32}'",
        "insert into accounts.credentials (account_id, password_hash) values (1, 'x')",
      ]) {
        await expect(login.unsafe(statement)).rejects.toMatchObject({ code: "42501" });
      }
    } finally {
      await login.end();
    }
  });
});
