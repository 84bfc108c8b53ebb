import fc from "fast-check";
import { parse } from "graphql";
import { describe, expect, test } from "vitest";
import { mask, type MaskFormat, readMask } from "../../../subgraphs/shared/mask.ts";
import { idNumberOf } from "../../support/rows/resident.ts";
import { runs } from "../../support/runs.ts";

const lengthOf = (text: string) => Array.from(text).length;

describe("NAME", () => {
  test.each([
    ["王佳", "王*"],
    ["王小明", "王**"],
    ["欧阳锋", "欧阳*"],
    ["欧阳小琴", "欧阳**"],
    ["司马相如", "司马**"],
    // Two characters keep the first, also when they are a compound surname: one must stay hidden.
    ["欧阳", "欧*"],
    ["王", "*"],
    ["", ""],
    ["阿依古丽·买买提", "阿***·***"],
    ["欧阳·锋", "欧*·*"],
    ["万俟雪", "万俟*"],
    ["呼延灼", "呼延*"],
    ["贺兰明", "贺兰*"],
    ["完颜亮", "完颜*"],
    ["淳于越", "淳于*"],
    ["闻人牧", "闻人*"],
    ["爱新觉罗启骧", "爱新觉罗**"],
    // As other systems write the separator.
    ["阿依古丽•买买提", "阿***•***"],
    ["阿依古丽．买买提", "阿***．***"],
    ["𠮷田", "𠮷*"],
    ["John Smith", "J*********"],
  ])("%s is shown as %s", (name, shown) => {
    expect(mask("NAME", name)).toBe(shown);
  });

  test("keeps the length, hides something, and shows a surname at most", () => {
    const character = fc.constantFrom("王", "欧", "阳", "司", "马", "小", "明", "𠮷", "a", " ");
    const name = fc.string({ minLength: 1, maxLength: 12, unit: character });
    fc.assert(
      fc.property(name, fc.option(name), (first, second) => {
        const whole = second === null ? first : `${first}·${second}`;
        const shown = mask("NAME", whole);
        expect(lengthOf(shown)).toBe(lengthOf(whole));
        const [surname = "", given] = shown.split("·");
        expect(lengthOf(surname.replaceAll("*", ""))).toBeLessThanOrEqual(second === null ? 2 : 1);
        if (given !== undefined) expect(given).toMatch(/^\*+$/);
        expect(shown).toContain("*");
        expectToShowOnlyOf(shown, whole);
      }),
      runs(300),
    );
  });
});

describe("ID_NUMBER", () => {
  test.each([
    ["11010519491231002X", "110105************"],
    // Old files hold numbers of 15 digits.
    ["110105491231002", "110105*********"],
    ["110105", "******"],
    ["1", "*"],
    ["", ""],
  ])("%s is shown as %s", (idNumber, shown) => {
    expect(mask("ID_NUMBER", idNumber)).toBe(shown);
  });

  test("keeps the length and the first six, and shows nothing of birth, sequence and check", () => {
    const day = fc.date({ min: new Date("1900-01-01"), max: new Date("2026-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 99 }), (date, sequence) => {
        const birthOn = date.toISOString().slice(0, 10);
        const whole = idNumberOf(String(sequence), birthOn);
        expect(mask("ID_NUMBER", whole)).toBe(`329901${"*".repeat(12)}`);
      }),
      runs(100),
    );
  });
});

describe("PHONE", () => {
  test.each([
    ["13812345678", "138********"],
    ["025-84201234", "025*********"],
    ["8420123", "842****"],
    ["110", "***"],
    ["", ""],
  ])("%s is shown as %s", (phone, shown) => {
    expect(mask("PHONE", phone)).toBe(shown);
  });

  test("leaves ten thousand candidates for every number somebody can have", () => {
    const digit = fc.constantFrom("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    fc.assert(
      fc.property(fc.string({ minLength: 7, maxLength: 12, unit: digit }), (phone) => {
        const shown = mask("PHONE", phone);
        expect(shown).toMatch(/^\d{3}\*{4,}$/);
        expect(shown).toHaveLength(phone.length);
        expectToShowOnlyOf(shown, phone);
      }),
      runs(100),
    );
  });
});

describe("BANK_CARD", () => {
  test.each([
    ["6222021234567890", "6222************"],
    ["6222021234567890123", "6222***************"],
    ["6222", "****"],
  ])("%s is shown as %s", (card, shown) => {
    expect(mask("BANK_CARD", card)).toBe(shown);
  });
});

describe("ADDRESS", () => {
  test.each(["江苏省无锡市锡山区锡北镇春风村6组18号", "兴隆大院二号", ""])(
    "%j is hidden whole: where its divisions end is known to the registry, and not seen from the characters",
    (address) => {
      expect(mask("ADDRESS", address)).toBe("***");
    },
  );
});

describe("every format", () => {
  const formats: MaskFormat[] = ["NAME", "ID_NUMBER", "PHONE", "BANK_CARD", "ADDRESS"];

  test("masks a masked value no further, and shows no more of it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...formats), fc.string({ unit: "grapheme" }), (format, value) => {
        const once = mask(format, value);
        expect(Array.from(mask(format, once)).filter((one) => one !== "*").length).toBeLessThanOrEqual(
          Array.from(once).filter((one) => one !== "*").length,
        );
      }),
      runs(200),
    );
  });
});

describe("readMask", () => {
  const directivesOf = (text: string) => {
    const [definition] = parse(`type T { f: String ${text} }`).definitions;
    const field = definition?.kind === "ObjectTypeDefinition" ? definition.fields?.[0] : undefined;
    return field?.directives;
  };

  test("reads the format and the right that lifts it", () => {
    const read = readMask(directivesOf(`@deprecated @mask(as: PHONE, unless: "a:read:phone")`));
    expect(read).toEqual({ as: "PHONE", unless: "scope:a:read:phone" });
    expect(readMask(directivesOf("@deprecated"))).toBeNull();
    expect(readMask(undefined)).toBeNull();
  });

  test.each([
    `@mask(as: FAX, unless: "a:read")`,
    `@mask(as: "PHONE", unless: "a:read")`,
    `@mask(as: constructor, unless: "a:read")`,
    `@mask(as: PHONE)`,
    `@mask(unless: "a:read")`,
    `@mask(as: PHONE, unless: 1)`,
    `@mask`,
  ])("throws for %s, so that the mask fails at start-up and not open", (text) => {
    expect(() => readMask(directivesOf(text))).toThrow("@mask");
  });
});

/** Nothing is shown that is not in its place in the value. */
function expectToShowOnlyOf(shown: string, value: string): void {
  const characters = Array.from(value);
  Array.from(shown).forEach((one, at) => {
    if (one !== "*") expect(one).toBe(characters[at]);
  });
}
