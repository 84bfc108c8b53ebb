import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isEmergency, readPurpose, writePurpose } from "../../../subgraphs/shared/purpose.ts";
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
    ["duty:0123456789", { kind: "duty", detail: "0123456789" }],
    [`duty:${"x".repeat(200)}`, { kind: "duty", detail: "x".repeat(200) }],
    ["duty:a colon: and another:", { kind: "duty", detail: "a colon: and another:" }],
    [`duty:${encodeURIComponent("核对低保户的医疗支出")}`, { kind: "duty", detail: "核对低保户的医疗支出" }],
    [`duty:${asBytes("核对低保户的医疗支出")}`, { kind: "duty", detail: "核对低保户的医疗支出" }],
    // Characters are what people count, not UTF-16 units.
    [`duty:${encodeURIComponent("😀".repeat(10))}`, { kind: "duty", detail: "😀".repeat(10) }],
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
    `duty:${encodeURIComponent("😀".repeat(9))}`,
    `duty:${"x".repeat(201)}`,
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
