import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { faultOfIdNumber, idNumberCheck } from "../../subgraphs/shared/id-number.ts";
import { createCardReader } from "../../web/counter/card-reader.ts";
import { filterOf } from "../../web/counter/name-filter.ts";
import { readWanted } from "../../web/counter/wanted.ts";
import { faultOf, headerOf, permittedKinds, type PurposeKind } from "../../web/graph/purpose.ts";

const NUMBER = "329999199006180060";

function withCheck(digits: string): string {
  return digits + idNumberCheck(digits);
}

const NOW = Date.parse("2026-06-01T00:00:00Z");
const IN_15_DIGITS = "329999900618006";

const wrong = (fault: string, more: object = {}) => ({ kind: "wrong", fault, ...more });

describe("what is typed into the search field", () => {
  test.each([
    [NUMBER, { kind: "id-number", idNumber: NUMBER }],
    [` ${NUMBER}\n`, { kind: "id-number", idNumber: NUMBER }],
    ["329999 19900618 0060", { kind: "id-number", idNumber: NUMBER }],
    ["329999-19900618-0060", { kind: "id-number", idNumber: NUMBER }],
    ["329999–19900618—0060", { kind: "id-number", idNumber: NUMBER }],
    ["329999\u300019900618\u200b0060\u202c", { kind: "id-number", idNumber: NUMBER }],
    ["３２９９９９１９９００６１８００６０", { kind: "id-number", idNumber: NUMBER }],
    ["11010519491231002x", { kind: "id-number", idNumber: "11010519491231002X" }],
    ["11010519491231002ｘ", { kind: "id-number", idNumber: "11010519491231002X" }],
    ["11010519491231002×", { kind: "id-number", idNumber: "11010519491231002X" }],
    ["34052419800101001X", { kind: "id-number", idNumber: "34052419800101001X" }],
    // A card of a permanent resident since 2023, and one of a resident from Hong Kong.
    [withCheck("91115619830714002"), { kind: "id-number", idNumber: withCheck("91115619830714002") }],
    [withCheck("81000019870309001"), { kind: "id-number", idNumber: withCheck("81000019870309001") }],
  ])("%j is a number", (typed, expected) => {
    expect(readWanted(typed, NOW)).toEqual(expected);
  });

  test.each([
    ["329999199006180061", wrong("check", { digits: "19900618" })],
    ["32999919900618006", wrong("length", { count: 17 })],
    ["3299991990061800600", wrong("length", { count: 19 })],
    ["3299", wrong("length", { count: 4 })],
    // 1900 had no 29 February; each has a right check character.
    [withCheck("32999919000229001"), wrong("day", { digits: "19000229" })],
    [withCheck("32999919990231001"), wrong("day", { digits: "19990231" })],
    [withCheck("32999919991301001"), wrong("day", { digits: "19991301" })],
    [withCheck("32999918490101001"), wrong("day", { digits: "18490101" })],
    [withCheck("91115619830732002"), wrong("day", { digits: "19830732" })],
    [withCheck("32999920260602001"), wrong("future", { digits: "20260602" })],
    [IN_15_DIGITS, wrong("old-form", { instead: withCheck("32999919900618006") })],
    ["329999-900618-006", wrong("old-form", { instead: withCheck("32999919900618006") })],
    ["329999900231006", wrong("old-form", { instead: null })],
    ["3299991990O618OO6O", wrong("letters", { instead: NUMBER })],
    ["32999919900618006O", wrong("letters", { instead: NUMBER })],
    ["USA110080010100", wrong("old-permanent-residence")],
    ["usa 1100 800101 00", wrong("old-permanent-residence")],
    ["13912345678", wrong("phone")],
    ["+86 139 1234 5678", wrong("phone")],
    ["１３９１２３４５６７８", wrong("phone")],
    ["0510-88881234", wrong("phone")],
    ["E12345678", wrong("passport")],
    ["ED1234567", wrong("passport")],
    ["H1234567800", wrong("passport")],
    ["91320105MA1NXY712B", wrong("credit-code")],
    ["X", wrong("one-letter")],
  ])("%j is none, and why", (typed, expected) => {
    expect(readWanted(typed, NOW)).toEqual(expected);
  });

  test.each([
    ["万仁兴", { kind: "name", name: "万仁兴" }],
    ["万", { kind: "name", name: "万" }],
    ["𠮷", { kind: "name", name: "𠮷" }],
    ["张　三", { kind: "name", name: "张三" }],
    // Composed where registers compose, and no further: a compatibility form that NFC leaves alone stays.
    ["\ufa18", { kind: "name", name: "\u793c" }],
    ["㈱", { kind: "name", name: "㈱" }],
    ["wrx", { kind: "initials", initials: "wrx" }],
    ["ＷＲ", { kind: "initials", initials: "WR" }],
    ["  ", { kind: "nothing" }],
    ["\u200b", { kind: "nothing" }],
  ])("%j is a name", (typed, expected) => {
    expect(readWanted(typed, NOW)).toEqual(expected);
  });

  test.each(["·", "•", "・", "･", "．", ".", "‧", " · "])("%j stands between the parts of a name", (point) => {
    expect(readWanted(` 阿依古丽${point}买买提 `, NOW)).toEqual({ kind: "name", name: "阿依古丽·买买提" });
  });

  test("whoever is born today has a number, from the first minute of the day in China", () => {
    const number = withCheck("32999920260601001");
    expect(readWanted(number, Date.parse("2026-06-01T00:00:00+08:00")).kind).toBe("id-number");
    expect(readWanted(number, Date.parse("2026-05-31T23:59:59+08:00"))).toEqual(
      wrong("future", { digits: "20260601" }),
    );
  });

  test("any number that the page sends is one the hub takes, and the other way round", () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 17, maxLength: 17 });
    const days = fc.date({ min: new Date("1850-01-01"), max: new Date("2026-05-31"), noInvalidDate: true });
    fc.assert(
      fc.property(digits, days, fc.boolean(), (given, day, isDay) => {
        const seventeen = given.join("");
        const written = day.toISOString().slice(0, 10).replaceAll("-", "");
        const number = withCheck(isDay ? seventeen.slice(0, 6) + written + seventeen.slice(14) : seventeen);
        const { kind } = readWanted(number, NOW);
        const isFuture = number.slice(6, 14) > "20260601";
        expect(kind === "id-number").toBe(faultOfIdNumber(number) === null && !isFuture);
      }),
    );
  });
});

describe("where somebody looks for a name", () => {
  const name = { kind: "name", name: "万" } as const;
  const initials = { kind: "initials", initials: "wrx" } as const;

  test("is the whole of an area within a county", () => {
    expect(filterOf(name, ["320205105"], null)).toEqual({ namePrefix: "万" });
    expect(filterOf(initials, ["320205105"], null)).toEqual({ nameInitials: "wrx" });
  });

  test("is chosen where the areas are wider, or several", () => {
    for (const areas of [["3202"], ["320205105", "320205106"], ["32"]]) {
      expect(filterOf(name, areas, null)).toEqual({ name: "万" });
      expect(filterOf(initials, areas, null)).toBeNull();
      expect(filterOf(initials, areas, "320205105")).toEqual({ areaCode: "320205105", nameInitials: "wrx" });
    }
  });
});

describe("a card reader", () => {
  const press = (keys: readonly string[], gapMs: number, before: string | null = null) => {
    const reader = createCardReader();
    return keys.flatMap((key, at) => reader.press({ key, code: "", at: at * gapMs, before })?.number ?? []);
  };
  const keysOf = (text: string) => [...text];
  const card = [...keysOf(NUMBER), "Enter"];

  test.each([
    [card],
    [[...keysOf(NUMBER), "Tab"]],
    [[...keysOf(IN_15_DIGITS), "Enter"]],
    [[...keysOf("USA110080010100"), "Enter"]],
  ])("is heard once, at what ends a card's number", (keys) => {
    expect(press(keys, 5)).toEqual([keys.slice(0, -1).join("")]);
  });

  test("is heard for one card after the other", () => {
    expect(press([...card, ...card], 5)).toEqual([NUMBER, NUMBER]);
  });

  test("may end its line with two characters", () => {
    expect(press([...card, "Enter"], 5)).toEqual([NUMBER]);
  });

  test("may hold down shift for the check character", () => {
    expect(press([...keysOf("11010519491231002"), "Shift", "X", "Enter"], 5)).toEqual(["11010519491231002X"]);
  });

  test("is nobody who types", () => {
    expect(press(card, 120)).toEqual([]);
  });

  test("that misreads a card is heard too: the search says what is wrong", () => {
    expect(press([...keysOf("329999199006180061"), "Enter"], 5)).toEqual(["329999199006180061"]);
  });

  test("is nobody who scans the number of a case", () => {
    expect(press([...keysOf("2025-79837455"), "Enter"], 5)).toEqual([]);
    expect(press([...keysOf("20257983745512"), "Enter"], 5)).toEqual([]);
  });

  test("is heard behind a Chinese keyboard, which hides what is typed", () => {
    const reader = createCardReader();
    const keys = [
      ...keysOf("11010519491231002").map((key) => ({ key, code: `Digit${key}` })),
      { key: "Process", code: "KeyX" },
    ];
    const heard = [...keys, { key: "Process", code: "Enter" }].map(({ key, code }, at) =>
      reader.press({ key, code, at: at * 5, before: null }),
    );
    expect(heard.at(-1)?.number).toBe("11010519491231002X");
  });

  test("is told from what somebody typed right before, and says what the field held then", () => {
    const reader = createCardReader();
    let held = "入户核查";
    const type = (key: string, at: number) => {
      const found = reader.press({ key, code: "", at, before: held });
      held += key;
      return found;
    };
    for (const key of ["5", "a", "5"]) type(key, 900);
    const found = card.map((key, at) => type(key, 1_000 + at * 5));
    expect(found.at(-1)).toEqual({ number: NUMBER, before: "入户核查5a5" });
  });
});

describe("a purpose", () => {
  test("is of a kind the hub takes from the account", () => {
    expect(permittedKinds(["duty", "emergency", "item"])).toEqual(["item", "duty"]);
    expect(permittedKinds([])).toEqual([]);
  });

  test.each<[PurposeKind, string, ReturnType<typeof faultOf>]>([
    ["item", "", "missing"],
    ["item", "  ", "missing"],
    ["item", "320101-001", null],
    ["case", "2025 0001", "not-a-code"],
    ["case", "办件1", "not-a-code"],
    ["item", "a".repeat(65), "not-a-code"],
    ["duty", "入户核查", "too-short"],
    ["duty", "入户核查低保家庭情况", null],
    ["duty", "核".repeat(200), null],
    ["duty", "核".repeat(201), "too-long"],
    ["duty", "入户核查低保家庭情况329999199006180060", "holds-number"],
    ["duty", "入户核查低保家庭情况 329999 19900618 0060", "holds-number"],
    ["duty", "入户核查低保家庭情况３２９９９９１９９００６１８００６ｘ", "holds-number"],
    ["duty", "329999900618006", "holds-number"],
  ])("%s:%s", (kind, detail, expected) => {
    expect(faultOf({ kind, detail })).toBe(expected);
  });

  test("goes over the wire in plain characters", () => {
    expect(headerOf({ kind: "duty", detail: " 入户核查低保家庭情况 " })).toMatch(/^duty:[%0-9A-F]+$/);
    expect(headerOf({ kind: "item", detail: "own-record" })).toBe("item:own-record");
  });
});
