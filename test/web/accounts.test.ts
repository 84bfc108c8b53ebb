import { encode } from "iconv-lite";
import { describe, expect, test } from "vitest";
import { readAccountFile } from "../../web/accounts/account-file.ts";
import { csvValue, parseCsv } from "../../web/accounts/csv.ts";
import { codesFile, type ImportProgress, runImport } from "../../web/accounts/import-run.ts";

describe("a file of values", () => {
  test.each<[text: string, rows: string[][]]>([
    [
      "a,b\n1,2\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "\uFEFFa,b\r\n1,2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    ['a,"b,c","d ""e"""\n', [["a", "b,c", 'd "e"']]],
    ['"two\nlines",x', [["two\nlines", "x"]]],
    [
      "a,\n,b\n",
      [
        ["a", ""],
        ["", "b"],
      ],
    ],
    ["a,", [["a", ""]]],
    [" a , b ", [["a", "b"]]],
    ["", []],
  ])("%j", (text, rows) => {
    expect(parseCsv(text)).toEqual(rows);
  });

  test("says in which line a quote is out of place", () => {
    expect(() => parseCsv('a,b\n1,2\n3,x"y')).toThrow("line 3");
    expect(() => parseCsv('a,b\n"1,2')).toThrow("line 2");
  });

  test.each([
    ["plain", "plain"],
    ["a,b", '"a,b"'],
    ['say "a"', '"say ""a"""'],
    ["=1+1", "'=1+1"],
    ["@x", "'@x"],
  ])("is written so that no spreadsheet runs it: %j", (value, written) => {
    expect(csvValue(value)).toBe(written);
  });
});

describe("a file of accounts", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  test("is read in either encoding, with the names an office gives the columns", () => {
    const text = "账号,姓名,角色,区划,部门\nyibao,医保经办,department_officer,3202;3204,medical-insurance\n";
    const rows = [
      {
        line: 2,
        account: {
          username: "yibao",
          displayName: "医保经办",
          roles: ["department_officer"],
          areas: ["3202", "3204"],
          department: "medical-insurance",
        },
      },
    ];
    expect(readAccountFile(bytes(text))).toEqual({ kind: "rows", rows });
    expect(readAccountFile(encode(text, "gb18030"))).toEqual({ kind: "rows", rows });
  });

  test("keeps lines that have too few values, to be told of", () => {
    const file = readAccountFile(bytes("username,displayName,roles,areas\na,b,c,d\n\nx,y\n"));
    expect(file).toMatchObject({
      rows: [
        { line: 2, account: { department: null } },
        { line: 4, account: null },
      ],
    });
  });

  test.each([
    ["username,roles\na,b\n", "columns"],
    ["", "columns"],
    ["username,displayName,roles,areas\n", "empty"],
    ['username,displayName,roles,areas\n"a', "quotes"],
  ])("%j is none", (text, fault) => {
    expect(readAccountFile(bytes(text))).toMatchObject({ kind: "fault", fault });
  });

  test("is none when it is no text, or far too long", () => {
    expect(readAccountFile(new Uint8Array([0xff, 0xff, 0x20]))).toMatchObject({ fault: "encoding" });
    expect(readAccountFile(new Uint8Array(9 * 1024 * 1024))).toMatchObject({ fault: "too-long" });
  });
});

describe("an import", () => {
  const rowsOf = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      line: at + 2,
      account: { username: `u${at}`, displayName: "x", roles: [], areas: [], department: null },
    }));

  test("goes call by call, and tells after each how far it is", async () => {
    const told: ImportProgress[] = [];
    const sizes: number[] = [];
    await runImport(
      rowsOf(1_100),
      async (rows) => {
        sizes.push(rows.length);
        const refused = sizes.length === 2 ? [{ row: 3, code: "USERNAME_TAKEN" as const }] : [];
        return { imported: rows.length - refused.length, refused, activationCodes: [{ username: "u", code: "c" }] };
      },
      (progress) => told.push(progress),
    );
    expect(sizes).toEqual([500, 500, 100]);
    expect(told.map(({ done }) => done)).toEqual([0, 500, 1_000, 1_100, 1_100]);
    expect(told.at(-1)).toMatchObject({
      imported: 1_099,
      state: "finished",
      refused: [{ line: 504, code: "USERNAME_TAKEN" }],
    });
    expect(told.at(-1)?.codes).toHaveLength(3);
  });

  test("stops where a call fails, and keeps the codes it has", async () => {
    const told: ImportProgress[] = [];
    let calls = 0;
    await runImport(
      [...rowsOf(700), { line: 702, account: null }],
      async () => {
        calls += 1;
        return calls === 1 ? { imported: 500, refused: [], activationCodes: [{ username: "u", code: "c" }] } : null;
      },
      (progress) => told.push(progress),
    );
    expect(told.at(-1)).toMatchObject({ done: 501, state: "stopped", refused: [{ line: 702, code: null }] });
    expect(codesFile(told.at(-1)?.codes ?? [])).toBe("username,code\r\nu,c\r\n");
  });
});
