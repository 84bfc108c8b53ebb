import { describe, expect, test } from "vitest";
import { createCardReader } from "../../web/counter/card-reader.ts";
import { readWanted } from "../../web/counter/id-number.ts";
import { faultOf, headerOf, permittedKinds, type PurposeKind } from "../../web/graph/purpose.ts";

const NUMBER = "329999199006180060";

describe("what is typed into the search field", () => {
  test.each([
    [NUMBER, { kind: "id-number", idNumber: NUMBER }],
    [` ${NUMBER}\n`, { kind: "id-number", idNumber: NUMBER }],
    ["329999 19900618 0060", { kind: "id-number", idNumber: NUMBER }],
    ["３２９９９９１９９００６１８００６０", { kind: "id-number", idNumber: NUMBER }],
    ["11010519491231002x", { kind: "id-number", idNumber: "11010519491231002X" }],
    ["34052419800101001X", { kind: "id-number", idNumber: "34052419800101001X" }],
    ["329999199006180061", { kind: "wrong-id-number", fault: "check" }],
    ["32999919900618006", { kind: "wrong-id-number", fault: "length" }],
    ["3299", { kind: "wrong-id-number", fault: "length" }],
    ["万仁兴", { kind: "name", name: "万仁兴" }],
    [" 阿依古丽·买买提 ", { kind: "name", name: "阿依古丽·买买提" }],
    ["X", { kind: "name", name: "X" }],
    ["  ", { kind: "nothing" }],
  ])("%j", (typed, expected) => {
    expect(readWanted(typed)).toEqual(expected);
  });
});

describe("a card reader", () => {
  const press = (keys: readonly string[], gapMs: number) => {
    const reader = createCardReader();
    return keys.map((key, at) => reader.press(key, at * gapMs)).filter((found) => found !== null);
  };
  const keysOf = (text: string) => [...text];
  const card = [...keysOf(NUMBER), "Enter"];

  test("is heard once, at the Enter after the number", () => {
    expect(press(card, 5)).toEqual([NUMBER]);
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

  test("sends a number with a right check character, or nothing is heard", () => {
    expect(press([...keysOf("329999199006180061"), "Enter"], 5)).toEqual([]);
  });

  test("is heard after somebody pressed other keys", () => {
    const reader = createCardReader();
    for (const key of ["a", "5", "Tab"]) reader.press(key, 0);
    const found = card.map((key, at) => reader.press(key, 1_000 + at * 5));
    expect(found.at(-1)).toBe(NUMBER);
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
  ])("%s:%s", (kind, detail, expected) => {
    expect(faultOf({ kind, detail })).toBe(expected);
  });

  test("goes over the wire in plain characters", () => {
    expect(headerOf({ kind: "duty", detail: " 入户核查低保家庭情况 " })).toMatch(/^duty:[%0-9A-F]+$/);
    expect(headerOf({ kind: "item", detail: "own-record" })).toBe("item:own-record");
  });
});
