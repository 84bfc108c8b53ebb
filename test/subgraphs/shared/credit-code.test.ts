import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { creditCodeCheck, isCreditCode } from "../../../subgraphs/shared/credit-code.ts";

const CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const character = fc.nat({ max: CHARACTERS.length - 1 }).map((at) => CHARACTERS.charAt(at));
const digit = fc.nat({ max: 9 }).map(String);
const textOf = (one: fc.Arbitrary<string>, length: number) =>
  fc.array(one, { minLength: length, maxLength: length }).map((all) => all.join(""));
const code = fc
  .tuple(textOf(character, 2), textOf(digit, 6), textOf(character, 9))
  .map((parts) => parts.join(""))
  .map((seventeen) => `${seventeen}${creditCodeCheck(seventeen)}`);

describe("a unified social credit code", () => {
  // Of companies everybody knows; the codes are public.
  test.each(["914403001922038216", "9144030071526726XG", "91110000802100433B", "12100000400000624D"])(
    "like %s is right",
    (text) => {
      expect(isCreditCode(text)).toBe(true);
    },
  );

  test.each([
    ["a wrong check character", "914403001922038217"],
    ["a letter that is left out", "92320105IOSVZ00000"],
    ["small letters", "9144030071526726xg"],
    ["a letter in the division", "9144O30071526726XG"],
    ["one character less", "91440300192203821"],
    ["one character more", "9144030019220382166"],
    ["a number of the time before", "320105600012345"],
    ["full-width digits", "９14403001922038216"],
    ["nothing", ""],
  ])("with %s is not", (_what, text) => {
    expect(isCreditCode(text)).toBe(false);
  });

  test("is told from each other one that differs in one character, and from those with two neighbours exchanged", () => {
    fc.assert(
      fc.property(code, fc.nat({ max: 17 }), character, (right, at, other) => {
        expect(isCreditCode(right)).toBe(true);
        const changed = `${right.slice(0, at)}${other}${right.slice(at + 1)}`;
        expect(isCreditCode(changed)).toBe(changed === right);
        const [one = "", two = ""] = [right[at], right[at + 1]];
        const exchanged = `${right.slice(0, at)}${two}${one}${right.slice(at + 2)}`;
        if (at < 16 && exchanged !== right) expect(isCreditCode(exchanged)).toBe(false);
      }),
    );
  });
});
