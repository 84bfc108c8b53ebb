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
  test.each([
    ["江苏省无锡市锡山区锡北镇春风村6组18号", "江苏省无锡市锡山区锡北镇***"],
    ["江苏省南京市建邺区兴隆街道一号路2号", "江苏省南京市建邺区兴隆街道***"],
    ["江苏省常州市溧阳市天目湖镇三号路1号", "江苏省常州市溧阳市天目湖镇***"],
    ["江苏省镇江市丹徒区世业镇一号路2号", "江苏省镇江市丹徒区世业镇***"],
    ["南京市江宁区秣陵街道将军大道1号", "南京市江宁区秣陵街道***"],
    ["兴隆大院二号", "***"],
    ["", "***"],
    // No township in them: what follows the road is none either.
    ["江苏省南京市玄武区中山路1号古镇花园5幢302室", "***"],
    ["江苏省南京市玄武区中山路18号乡村大厦5楼", "***"],
    ["江苏省南京市江宁区天元路8号城乡花园3幢", "***"],
  ])("%s is shown as %s", (address, shown) => {
    expect(mask("ADDRESS", address)).toBe(shown);
  });

  const regions = fc.constantFrom(
    "江苏省南京市建邺区",
    "江苏省无锡市锡山区",
    "江苏省镇江市句容市",
    "江苏省徐州市沛县",
    "南京市鼓楼区",
    "沛县",
  );
  const townships = fc.constantFrom("兴隆街道", "锡北镇", "天目湖镇", "安国镇", "湖西乡", "华阳街道");
  const tails = fc
    .tuple(
      fc.constantFrom("中山路", "城乡路", "镇南路", "老街", "春风村", "小镇路", "乡贤巷", "人民大道", "街道口路"),
      fc.integer({ min: 1, max: 999 }),
      fc.constantFrom("", "古镇花园", "城乡大厦", "小镇故事", "水乡人家", "街道办宿舍", "镇政府宿舍"),
      fc.integer({ min: 1, max: 99 }),
    )
    .map(([road, number, building, block]) => ({ road, text: `${road}${number}号${building}${block}幢` }));

  test("stops at the township, where one is written", () => {
    fc.assert(
      fc.property(regions, townships, tails, (region, township, tail) => {
        expect(mask("ADDRESS", region + township + tail.text)).toBe(`${region}${township}***`);
      }),
      runs(300),
    );
  });

  test("shows no number and no building where none is", () => {
    fc.assert(
      fc.property(regions, tails, (region, tail) => {
        expect(mask("ADDRESS", region + tail.text)).not.toMatch(/[\d号幢]|花园|大厦|故事|人家|宿舍/);
      }),
      runs(300),
    );
  });

  test("shows a start of the address and three stars, whatever is written", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), regions, (text, region) => {
        for (const address of [text, region + text, text + region]) {
          const shown = mask("ADDRESS", address);
          expect(shown.endsWith("***")).toBe(true);
          expect(address.startsWith(shown.slice(0, -3))).toBe(true);
        }
      }),
      runs(200),
    );
  });

  test("is as quick on a long text as on a short one", () => {
    const startedAt = performance.now();
    for (const part of ["市", "区", "江", "省市", "街", "一二三省"]) mask("ADDRESS", part.repeat(20_000));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
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
