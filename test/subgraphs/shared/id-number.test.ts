import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { faultOfIdNumber, idNumberCheck } from "../../../subgraphs/shared/id-number.ts";
import { runs } from "../../support/runs.ts";

// GB 11643, as published.
const VECTORS = ["11010519491231002X", "34052419800101001X", "440524188001010014"];

const day = fc.date({ min: new Date("1850-01-01"), max: new Date("2099-12-31"), noInvalidDate: true });
const anyNumber = fc
  .tuple(fc.integer({ min: 100_000, max: 999_999 }), day, fc.integer({ min: 0, max: 999 }))
  .map(([area, date, sequence]) => {
    const body = `${area}${date.toISOString().slice(0, 10).replaceAll("-", "")}${String(sequence).padStart(3, "0")}`;
    return body + idNumberCheck(body);
  });

describe("idNumberCheck", () => {
  test.each(VECTORS)("of %s is its last character", (number) => {
    expect(idNumberCheck(number.slice(0, 17))).toBe(number[17]);
  });
});

describe("faultOfIdNumber", () => {
  test.each(VECTORS)("finds none in %s", (number) => {
    expect(faultOfIdNumber(number)).toBeNull();
  });

  test("finds none in any number that is made as the standard says", () => {
    fc.assert(
      fc.property(anyNumber, (number) => {
        expect(faultOfIdNumber(number)).toBeNull();
      }),
      runs(200),
    );
  });

  test("finds every change of a single character", () => {
    const property = fc.property(
      anyNumber,
      fc.nat(17),
      fc.constantFrom(..."0123456789X".split("")),
      (number, at, digit) => {
        fc.pre(number[at] !== digit);
        expect(faultOfIdNumber(number.slice(0, at) + digit + number.slice(at + 1))).not.toBeNull();
      },
    );
    fc.assert(property, runs(500));
  });

  test("finds two neighbours that have changed places", () => {
    const property = fc.property(anyNumber, fc.nat(15), (number, at) => {
      fc.pre(number[at] !== number[at + 1]);
      const swapped = `${number.slice(0, at)}${number[at + 1] ?? ""}${number[at] ?? ""}${number.slice(at + 2)}`;
      expect(faultOfIdNumber(swapped)).not.toBeNull();
    });
    fc.assert(property, runs(300));
  });

  test.each([
    ["", "17 digits"],
    ["11010519491231002", "17 digits"],
    ["11010519491231002XX", "17 digits"],
    ["11010519491231002x", "17 digits"],
    [" 11010519491231002X", "17 digits"],
    ["11010519491231002X\n", "17 digits"],
    ["１１０１０５１９４９１２３１００２X", "17 digits"],
    ["1101051949123100XX", "17 digits"],
    ["X1010519491231002X", "17 digits"],
    ["110105194913310020", "date"],
    ["110105194902300024", "date"],
    ["110105190002290027", "date"],
    ["110105194900010020", "date"],
    ["110105194901000020", "date"],
    ["110105184912310020", "date"],
    ["110105194912310021", "check digit"],
  ])("says of %j what is wrong: %s", (number, word) => {
    expect(faultOfIdNumber(number)).toContain(word);
  });

  test("repeats no number", () => {
    fc.assert(
      fc.property(fc.string(), (number) => {
        fc.pre(number.length > 4);
        expect(faultOfIdNumber(number) ?? "").not.toContain(number);
      }),
      runs(100),
    );
  });
});
