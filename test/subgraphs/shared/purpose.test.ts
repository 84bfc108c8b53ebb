import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isEmergency, readPurpose, writePurpose, writeRefusedPurpose } from "../../../subgraphs/shared/purpose.ts";
import { runs } from "../../support/runs.ts";

/** What a header holds when a client sends text as UTF-8 bytes: one character for each. */
const asBytes = (text: string) => Buffer.from(text, "utf8").toString("latin1");

describe("readPurpose", () => {
  test.each([
    ["case:2025-0001", { kind: "case", detail: "2025-0001" }],
    ["item:320101-001", { kind: "item", detail: "320101-001" }],
    ["item: 320101-001 ", { kind: "item", detail: "320101-001" }],
    ["item:a", { kind: "item", detail: "a" }],
    [`item:${"a".repeat(64)}`, { kind: "item", detail: "a".repeat(64) }],
    ["duty:ten or more characters", { kind: "duty", detail: "ten or more characters" }],
    [`duty:${"word ".repeat(40).trim()}s`, { kind: "duty", detail: `${"word ".repeat(40).trim()}s` }],
    ["duty:a colon: and another:", { kind: "duty", detail: "a colon: and another:" }],
    [`duty:${encodeURIComponent("核对低保户的医疗支出")}`, { kind: "duty", detail: "核对低保户的医疗支出" }],
    [`duty:${asBytes("核对低保户的医疗支出")}`, { kind: "duty", detail: "核对低保户的医疗支出" }],
    // Characters are what people count, not UTF-16 units.
    [`duty:${encodeURIComponent("核对𬱟𬍛𫖯低保医疗支")}`, { kind: "duty", detail: "核对𬱟𬍛𫖯低保医疗支" }],
    // Raw UTF-8 is as it is written, percent signs and all; a percent sign of plain ASCII is one, too.
    [`duty:${asBytes("核查100%覆盖的低保家庭情况")}`, { kind: "duty", detail: "核查100%覆盖的低保家庭情况" }],
    [`duty:${asBytes("核查%41%42覆盖的低保家庭情况")}`, { kind: "duty", detail: "核查%41%42覆盖的低保家庭情况" }],
    ["duty:coverage is 100%, as the plan says", { kind: "duty", detail: "coverage is 100%, as the plan says" }],
    ["duty:核对低保户的医疗支出情况", { kind: "duty", detail: "核对低保户的医疗支出情况" }],
    // Numbers of cases, items, days and households are no identity numbers.
    [
      "duty:visits of 2025-01-01 to 2025-12-31, 12 households",
      { kind: "duty", detail: "visits of 2025-01-01 to 2025-12-31, 12 households" },
    ],
    [
      "emergency:0b0e1f7a-3a3e-4c55-9d0a-2f6f0f4c1d2e",
      { kind: "emergency", detail: "0b0e1f7a-3a3e-4c55-9d0a-2f6f0f4c1d2e" },
    ],
    ["duty:100% of all the cases", { kind: "duty", detail: "100% of all the cases" }],
  ])("takes %j", (header, purpose) => {
    expect(readPurpose(header)).toEqual(purpose);
  });

  test.each([
    undefined,
    "",
    ":",
    "case",
    "casex",
    "cases",
    "items",
    "itemitem",
    "duty0123456789",
    "case:",
    "case: ",
    "item:with space",
    "item:-starts-with-a-dash",
    `item:${"a".repeat(65)}`,
    "item:320101/001",
    "item:核对",
    "item:%00",
    "CASE:2025-0001",
    " case:2025-0001",
    "other:ten or more characters",
    "constructor:ten or more characters",
    "event:0b0e1f7a-3a3e-4c55-9d0a-2f6f0f4c1d2e",
    "emergency:",
    "emergency:1",
    "emergency:0B0E1F7A-3A3E-4C55-9D0A-2F6F0F4C1D2E",
    "emergency:0b0e1f7a3a3e4c559d0a2f6f0f4c1d2e",
    "emergency:0b0e1f7a-3a3e-4c55-9d0a-2f6f0f4c1d2e0",
    "emergency:ten or more characters",
    "duty:short",
    "duty:         ",
    "duty:          x         ",
    `duty:${encodeURIComponent("核对低保户的医疗")}`,
    `duty:${encodeURIComponent("😀".repeat(20))}`,
    `duty:${"word ".repeat(41).trim()}`,
    // Nothing to read: no words, one letter again and again, or letters that cannot be seen.
    "duty:0123456789",
    "duty:aaaaaaaaaaaa",
    "duty:abababababab",
    "duty:............",
    `duty:${encodeURIComponent("哈".repeat(12))}`,
    ...["\u200b", "\u202e", "\u0301", "\u3164", "\ufeff", "\u2800", "\ue000", "\u{e0041}", "\u115f", "\u00ad"].map(
      (unseen) => `duty:${encodeURIComponent(unseen.repeat(12))}`,
    ),
    `duty:${encodeURIComponent("核对低保户的医疗\u200b\u200b支出")}`,
    `duty:${encodeURIComponent("核对低保户的医疗支出\u202e情况")}`,
    // Somebody's number, however it is written.
    "duty:329999199206180060",
    "duty:look at 329999199206180060 once more please",
    "duty:look at 329999 1992 0618 0060 once more please",
    "duty:look at 329999-19920618-006x once more please",
    "duty:look at 329999920618006 once more please",
    `duty:${encodeURIComponent("查看３２９９９９１９９２０６１８００６０的社保情况")}`,
    ...[
      "查看三二九九九九一九九零零六一八零零六零的社保情况",
      "查看٣٢٩٩٩٩١٩٩٠٠٦١٨٠٠٦٠的社保情况",
      "查看 329999:19900618:0060 的社保情况",
      "查看 (329999) 19900618 [0060] 的社保情况",
      "查看 329999\u00a0\u00a0\u00a0\u00a019900618 0060 的社保情况",
    ].map((text) => `duty:${encodeURIComponent(text)}`),
    // What is neither percent-encoded UTF-8 nor UTF-8: GB 18030, and a character cut off.
    "duty:%BA%CB%B2%E9%B5%CD%B1%A3%BB%A7%B5%C4%D2%BD%C1%C6%D6%A7%B3%F6",
    "duty:\u00ba\u00cb\u00b2\u00e9\u00b5\u00cd and more words here",
    `duty:${encodeURIComponent("核对低保户的医疗支出情况").slice(0, -3)}`,
    "duty:ten or more\u0000characters",
    "duty:ten or more%0d%0acharacters",
    "duty:ten or more\tcharacters",
    "duty:ten or more\u007Fcharacters",
  ])("takes %j for none", (header) => {
    expect(readPurpose(header)).toBeNull();
  });

  test.each([
    "case:2025-0001",
    "item:a",
    "duty:a colon: and another",
    "emergency:0b0e1f7a-3a3e-4c55-9d0a-2f6f0f4c1d2e",
  ])("reads %j so that it is written the same again, and marks an emergency", (header) => {
    const purpose = readPurpose(header);
    expect(purpose === null ? null : writePurpose(purpose)).toBe(header);
    expect(isEmergency(header)).toBe(header.startsWith("e"));
    expect(isEmergency(null)).toBe(false);
  });

  test("takes nothing else, and never throws", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.string().map((text) => `duty:${text}`),
        ),
        (header) => {
          const purpose = readPurpose(header);
          if (purpose === null) return;
          expect(header.startsWith(`${purpose.kind}:`)).toBe(true);
          expect(purpose.detail).not.toMatch(/[\u0000-\u001f\u007f]/);
          expect(Array.from(purpose.detail).length).toBeLessThanOrEqual(200);
        },
      ),
      runs(300),
    );
  });
});

test("times and days one after another are nobody's number", () => {
  const detail = "2026-12-01 09:30:00, 2026-12-02 08:15 到户走访";
  expect(readPurpose(`duty:${encodeURIComponent(detail)}`)).toEqual({ kind: "duty", detail });
});

describe("writeRefusedPurpose", () => {
  test.each([
    [[], null],
    [[" "], null],
    [["duty:aaaaaaaaaaaa"], "refused:duty:aaaaaaaaaaaa"],
    [["item:1", "item:2"], "refused:item:1 | item:2"],
    [["case:closed-one"], "refused:case:closed-one"],
    [["duty:329999199206180060"], "refused:duty:"],
    [[`duty:${encodeURIComponent("查看３２９９９９１９９２０６１８００６０的社保")}`], "refused:duty:查看的社保"],
    [[`duty:${encodeURIComponent("\u200b\u202e情况")}`], "refused:duty:\ufffd\ufffd情况"],
    [[asBytes("duty:核对")], "refused:duty:核对"],
    [["duty:329999\u200b19900618\u20600060"], "refused:duty:"],
    [[`duty:${encodeURIComponent("看\u202e３２９９９９\u200b19900618：0060号")}`], "refused:duty:看号"],
    [[`duty:${encodeURIComponent("三二九九九九一九九零零六一八零零六零")}`], "refused:duty:"],
  ])("of %j is %j", (headers, written) => {
    expect(writeRefusedPurpose(headers)).toBe(written);
  });

  test("is no purpose, holds nobody's number and nothing unseen, and has an end", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "binary", maxLength: 300 }), { maxLength: 3 }),
        fc.boolean(),
        (texts, number) => {
          const written = writeRefusedPurpose(number ? [...texts, "duty:329999199206180060"] : texts);
          if (written === null) return;
          expect(readPurpose(written)).toBeNull();
          expect(written).not.toContain("19920618");
          expect(written).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
          expect(Array.from(written).length).toBeLessThanOrEqual("refused:".length + 200);
        },
      ),
      runs(300),
    );
  });
});
