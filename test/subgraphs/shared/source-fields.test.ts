import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { yuanOf } from "../../../cli/demo/legacy-fields.ts";
import { dayOfDigits, fenOfYuan } from "../../../subgraphs/shared/source/fields.ts";

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
    [".5", null],
    ["1e3", null],
    ["１２", null],
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
