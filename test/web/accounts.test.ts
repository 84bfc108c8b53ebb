import { encode } from "iconv-lite";
import { describe, expect, test } from "vitest";
import { readAccountFile } from "../../schema/account-file.ts";
import { DEPARTMENT_NAMES, ROLE_TITLES } from "../../schema/account-words.ts";
import { parseRoles } from "../../schema/roles.ts";
import { codesFile } from "../../web/accounts/codes-file.ts";
import { COURSES } from "../../web/accounts/courses.ts";
import { type ImportProgress, runImport, type SendRows } from "../../web/accounts/import-run.ts";
import { templateFile } from "../../web/accounts/template-file.ts";
import { chinese } from "../../web/i18n/i18n.ts";
import { csvValue } from "../../web/shown/csv-value.ts";
import { readText } from "../repository/tree.ts";

const roles = parseRoles(readText("schema/roles.yaml"));

test.each([
  ["plain", "plain"],
  ["a,b", '"a,b"'],
  ['say "a"', '"say ""a"""'],
  ["=1+1", "'=1+1"],
  ["@x", "'@x"],
])("a value is written so that no spreadsheet runs it: %j", (value, written) => {
  expect(csvValue(value)).toBe(written);
});

describe("the words of a file", () => {
  test("are those of roles.yaml and of the pages", () => {
    const titles = Object.entries(ROLE_TITLES).map(([title, role]) => [role, title]);
    expect(Object.fromEntries(titles)).toEqual(chinese.record.role);
    for (const [role = "", title] of titles) expect(roles.titleOf(role).split(" — ")[0]).toBe(title);
    const names = Object.entries(DEPARTMENT_NAMES).map(([name, department]) => [department, name]);
    expect(Object.fromEntries(names)).toEqual(chinese.record.department);
  });

  test("courses have names on the pages", () => {
    expect(new Set(COURSES)).toEqual(new Set(roles.names.flatMap((role) => roles.certificateOf(role) ?? [])));
    expect(Object.keys(chinese.accounts.course)).toEqual([...COURSES]);
  });
});

describe("a file of accounts", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const TEXT = "账号,姓名,角色,区划,部门\nyibao,医保经办,department_officer,3202、3204,medical-insurance\n";
  const ROW = {
    line: 2,
    account: {
      username: "yibao",
      displayName: "医保经办",
      roles: ["department_officer"],
      areas: ["3202", "3204"],
      department: "medical-insurance",
    },
    fault: null,
  };

  test.each<[string, Uint8Array]>([
    ["UTF-8", bytes(TEXT)],
    ["UTF-8 with a mark", bytes(`\uFEFF${TEXT}`)],
    ["GB18030", encode(TEXT, "gb18030")],
    ["UTF-16 as spreadsheets write it", encode(`\uFEFF${TEXT.replaceAll(",", "\t")}`, "utf-16le")],
    ["UTF-16 the other way round", encode(`\uFEFF${TEXT}`, "utf-16be")],
    ["lines that end in CR", bytes(TEXT.replaceAll("\n", "\r"))],
    ["lines that end in CR LF", bytes(TEXT.replaceAll("\n", "\r\n"))],
    ["no end of the last line", bytes(TEXT.trimEnd())],
    ["semicolons", bytes(TEXT.replaceAll(",", ";"))],
    ["tabs", bytes(TEXT.replaceAll(",", "\t"))],
    ["commas of an input method", bytes(TEXT.replaceAll(",", "，"))],
    ["quotes", bytes(TEXT.replace("医保经办", '"医保经办"'))],
    [
      "the words of an office",
      bytes(TEXT.replace("department_officer", "部门业务人员").replace("medical-insurance", "医保")),
    ],
    ["blank lines of a spreadsheet at its end", bytes(`${TEXT},,,,\n\n`)],
  ])("is read in %s", (_what, file) => {
    expect(readAccountFile(file)).toEqual({ kind: "rows", rows: [ROW] });
  });

  test("keeps lines that can't be read, to be told of, and reads those after them", () => {
    const file = readAccountFile(bytes('username,displayName,roles,areas\na,b,c,d\n\nx,y\nz,"z,z,z\ne,e,e,e'));
    expect(file).toMatchObject({
      rows: [
        { line: 2, account: { department: null } },
        { line: 4, fault: "values" },
        { line: 5, fault: "quotes" },
        { line: 6, account: { username: "e" } },
      ],
    });
  });

  test.each([
    ["username,roles\na,b\n", { fault: "columns", missing: ["displayName", "areas"] }],
    ["", { fault: "columns" }],
    ["username,displayName,roles,areas\n", { fault: "empty" }],
    ["username,displayName,roles,areas\r", { fault: "empty" }],
    ["username,displayName,roles,areas\na\0,b,c,d", { fault: "encoding" }],
  ])("%j is none", (text, fault) => {
    expect(readAccountFile(bytes(text))).toMatchObject({ kind: "fault", ...fault });
  });

  test("is none when it is no text", () => {
    expect(readAccountFile(new Uint8Array([0xff, 0xff, 0x20]))).toMatchObject({ fault: "encoding" });
  });

  test("may be the template, filled in as it shows", () => {
    expect(readAccountFile(bytes(templateFile()))).toMatchObject({
      rows: [
        { account: { roles: ["window_clerk"], department: null } },
        { account: { roles: ["department_officer"], department: "medical-insurance" } },
        { account: { roles: ["village_worker", "grid_worker"] } },
      ],
    });
  });
});

describe("an import", () => {
  const rowsOf = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      line: at + 2,
      account: { username: `u${at}`, displayName: "x", roles: [], areas: [], department: null },
      fault: null,
    }));

  test("goes call by call, and tells after each how far it is", async () => {
    const told: ImportProgress[] = [];
    const sizes: number[] = [];
    await runImport(
      rowsOf(1_100),
      async (rows) => {
        sizes.push(rows.length);
        const refused = sizes.length === 2 ? [{ row: 3, code: "USERNAME_TAKEN" as const }] : [];
        return { imported: rows.length - refused.length, refused, requestId: `request ${sizes.length}` };
      },
      (progress) => told.push(progress),
    );
    expect(sizes).toEqual([500, 500, 100]);
    expect(told.map(({ done }) => done)).toEqual([0, 500, 1_000, 1_100, 1_100]);
    expect(told.at(-1)).toMatchObject({
      imported: 1_099,
      state: "finished",
      refused: [{ line: 504, reason: "USERNAME_TAKEN" }],
    });
    expect(told.at(-1)?.requests).toBe(3);
  });

  test("goes on with the line where it stopped, and with none before it", async () => {
    const told: ImportProgress[] = [];
    const sent: string[] = [];
    let isDown = true;
    const send: SendRows = async (rows) => {
      if (isDown && sent.length === 500) return null;
      sent.push(...rows.map(({ username }) => username));
      return { imported: rows.length, refused: [], requestId: "request" };
    };
    const rows = [...rowsOf(700), { line: 702, account: null, fault: "quotes" as const }];
    const tell = (progress: ImportProgress) => told.push(progress);
    await runImport(rows, send, tell);
    expect(told.at(-1)).toMatchObject({ state: "stopped", nextLine: 502 });
    isDown = false;
    await runImport(rows, send, tell, told.at(-1));
    expect(sent).toEqual(rowsOf(700).map(({ account }) => account.username));
    expect(told.at(-1)).toEqual({
      rows: 701,
      done: 701,
      nextLine: null,
      imported: 700,
      requests: 2,
      refused: [{ line: 702, reason: "quotes" }],
      state: "finished",
    });
  });

  test("stops where a call fails, and keeps what was asked for", async () => {
    const told: ImportProgress[] = [];
    let calls = 0;
    await runImport(
      [...rowsOf(700), { line: 702, account: null, fault: "quotes" }],
      async () => {
        calls += 1;
        return calls === 1 ? { imported: 500, refused: [], requestId: "request" } : null;
      },
      (progress) => told.push(progress),
    );
    expect(told.at(-1)).toMatchObject({
      done: 501,
      state: "stopped",
      requests: 1,
      refused: [{ line: 702, reason: "quotes" }],
    });
    expect(codesFile([{ username: "u", code: "c" }])).toBe("username,code\r\nu,c\r\n");
  });
});
