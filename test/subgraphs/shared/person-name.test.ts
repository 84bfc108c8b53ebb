import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compoundSurname, NAME_SEPARATORS, normalizeName } from "../../../subgraphs/shared/person-name.ts";
import { runs } from "../../support/runs.ts";

describe("normalizeName", () => {
  test.each([
    ["\ufa18\ufa19", "礼神"],
    ["阿依古丽 • 买买提", "阿依古丽·买买提"],
    ["阿依古丽．买买提", "阿依古丽·买买提"],
    ["阿依古丽﹒买买提․艾力", "阿依古丽·买买提·艾力"],
    ["\ufeff郭\u200b君", "郭君"],
    ["\u2f45\u2ef3", "方龟"],
    ["王　佳", "王佳"],
    ["  王佳\t", "王佳"],
    ["John   Smith", "John Smith"],
    // Compatibility forms that are other characters stay: only what is canonically the same is made one.
    ["㈱王", "㈱王"],
    ["𠮷田", "𠮷田"],
    ["", ""],
  ])("%j is %j", (name, normal) => {
    expect(normalizeName(name)).toBe(normal);
  });

  test("changes nothing the second time, and leaves one separator only", () => {
    const character = fc.constantFrom(...Array.from(NAME_SEPARATORS), "王", "\ufa18", "𠮷", "a", " ", "　", "e\u0301");
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 12 }), (name) => {
        const normal = normalizeName(name);
        expect(normalizeName(normal)).toBe(normal);
        expect(normal.normalize("NFC")).toBe(normal);
        for (const separator of NAME_SEPARATORS.replace("·", "")) expect(normal).not.toContain(separator);
      }),
      runs(300),
    );
  });
});

test.each([
  ["欧阳锋", "欧阳"],
  ["侯莫陈悦", "侯莫陈"],
  ["爱新觉罗启骧", "爱新觉罗"],
  ["欧阳", null],
  ["王佳", null],
  ["", null],
])("the compound surname of %j is %j", (name, surname) => {
  expect(compoundSurname(name)?.join("") ?? null).toBe(surname);
});
