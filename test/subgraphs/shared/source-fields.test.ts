import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { yuanOf } from "../../../seed/systems/legacy-fields.ts";
import { dayOf, dayOfDigits, fenOfYuan, fields } from "../../../subgraphs/shared/source/fields.ts";

describe("an amount in yuan", () => {
  test.each([
    ["1,234.50", 123_450],
    ["1234.5", 123_450],
    ["0.07", 7],
    ["-0.00", 0],
    ["-12,345,678.90", -1_234_567_890],
    [" 19.99 ", 1_999],
    ["1.15", 115],
    ["21474836.47", 2_147_483_647],
    ["21474836.48", null],
    ["1.234", null],
    ["12,34.50", null],
    ["1,234,5", null],
    ["", null],
    [".50", 50],
    [".5", 50],
    ["-.5", -50],
    ["-.00", 0],
    ["+1", 100],
    ["+1,234.50", 123_450],
    ["000.07", 7],
    ["-21474836.47", -2_147_483_647],
    ["-21474836.48", null],
    ["9".repeat(400), null],
    [".", null],
    ["-", null],
    ["+-1", null],
    ["1.", null],
    ["1.000", null],
    [".505", null],
    [",50", null],
    ["1 234.50", null],
    ["12.50-", null],
    ["¥1", null],
    ["1e3", null],
    ["１２", null],
    ["   ", null],
    ["0x10", null],
    ["NaN", null],
  ])("%j is %s fen", (text, fen) => {
    expect(fenOfYuan(text)).toBe(fen);
  });

  test("comes back as it went, whatever it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: -2_147_483_647, max: 2_147_483_647 }), (fen) => {
        expect(fenOfYuan(yuanOf(fen))).toBe(fen);
      }),
    );
  });
});

test.each([
  ["20260131", "2026-01-31"],
  ["20240229", "2024-02-29"],
  ["20230229", null],
  ["20261301", null],
  ["2026-01-31", null],
  ["260131", null],
  ["", null],
])("the day %j is %s", (text, day) => {
  expect(dayOfDigits(text)).toBe(day);
});

test.each([
  ["20260131", "2026-01-31"],
  ["2026-01-31", "2026-01-31"],
  ["1949-10-01+08:00", "1949-10-01"],
  ["1949-10-01-14:00", "1949-10-01"],
  ["2024-02-29Z", "2024-02-29"],
  ["2023-02-29Z", null],
  ["1949-10-01+8", null],
  ["1949-10-01+15:00", null],
  ["1949-10-01T00:00:00+08:00", null],
  ["2026-1-31", null],
  ["00000101", null],
  ["0001-01-01", null],
])("the day %j, as XML may have it, is %s", (text, day) => {
  expect(dayOf(text)).toBe(day);
});

test.each([
  ["a NUL", "示例\0面馆"],
  ["the first half of a pair", "示例\uD83D面馆"],
  ["the second half of a pair", "\uDE00"],
  ["a pair the wrong way round", "\uDE00\uD83D"],
  ["a shift into another character set", "\u001B$)A"],
  ["nothing but blanks", " \u3000 "],
  ["too much", "例".repeat(201)],
])("text with %s is refused without being repeated", (_what, text) => {
  const read = fields.text.safeParse(text);
  expect(read.success).toBe(false);
  expect(read.error?.message).not.toContain("示例");
});

test.each(["示例面馆", "𠮷野家😀", "一行\n又一行", "阿依古丽·买买提"])("text like %j is taken", (text) => {
  expect(fields.text.parse(` ${text} `)).toBe(text);
});

test.each([
  ["92320105MA0000000D", "92320105MA0000000D"],
  [" 92320105ma0000000d ", "92320105MA0000000D"],
  ["", null],
  ["  ", null],
  [null, null],
  [undefined, null],
  ["320105600012345", null],
  ["3201052000123", null],
])("the credit code %j of a business is %s", (text, code) => {
  expect(fields.creditCodeOrNull.parse(text)).toBe(code);
});

test.each([
  "92320105MA00000001",
  "92320105IOSVZ00000",
  "92320105MA0000000",
  "32010560001234",
  "无",
  "92320105MA0000000\0",
])("%j is no credit code", (text) => {
  expect(fields.creditCodeOrNull.safeParse(text).error?.issues[0]?.message).toBe("is not a credit code");
});
