import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { checkRecords } from "../../../subgraphs/shared/source/check-records.ts";
import { findUnstorable, isStorable } from "../../../subgraphs/shared/storable-text.ts";
import { openHub } from "../../support/hub.ts";

describe("text that can be stored", () => {
  test("is what PostgreSQL gives back as it was given", async () => {
    const hub = await openHub();
    try {
      const texts = fc
        .sample(fc.string({ unit: "binary", maxLength: 12 }), 200)
        .concat("\0", "a\uD800", "\uDFFFb", "😀");
      for (const text of texts.filter(isStorable)) {
        const [row] = await hub.sql<
          { same: boolean }[]
        >`select (${JSON.stringify([text])}::text::jsonb ->> 0) = ${text} as same`;
        expect(row?.same).toBe(true);
      }
      for (const text of texts.filter((one) => Buffer.from(one).toString() !== one || one.includes("\0")))
        expect(isStorable(text)).toBe(false);
    } finally {
      await hub.close();
    }
  });

  test.each([
    [{ a: ["x", { b: "\0" }] }, ["a", 1, "b"]],
    [{ a: { "\uD800": 1 } }, ["a"]],
    ["\0", []],
    [{ a: [1, null, true, "x"] }, null],
  ])("is looked for in all of a value (%#)", (value, path) => {
    expect(findUnstorable(value)).toEqual(path);
  });
});

test("one record that can't be stored is refused by name and costs no other, whatever its schema forgot", () => {
  const given = [{ note: "a" }, { note: "b\0" }, { note: "c" }];
  expect(checkRecords(given, z.object({ note: z.string() }))).toEqual({
    records: [{ note: "a" }, { note: "c" }],
    refused: [{ position: 2, reason: "note holds a character that can't be stored" }],
  });
});
