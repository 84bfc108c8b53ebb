import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { areaRange, isAreaPrefix, isPossibleArea, readAreaCode } from "../../../subgraphs/shared/area.ts";
import { createViewer } from "../../../subgraphs/shared/viewer.ts";
import { runs } from "../../support/runs.ts";

describe("isAreaPrefix", () => {
  test.each(["32", "3201", "320105", "320105006", "320105006001", "320100000000", "00"])("holds for %s", (code) => {
    expect(isAreaPrefix(code)).toBe(true);
  });

  test.each([
    "",
    "3",
    "320",
    "32010",
    "3201050",
    "32010500600",
    "3201050060011",
    "32 ",
    " 32",
    "32\n",
    "3a",
    "-1",
    "32%",
    "３２",
    "٣٢",
  ])("does not hold for %j", (code) => {
    expect(isAreaPrefix(code)).toBe(false);
  });
});

describe("isPossibleArea", () => {
  test.each(["32", "3201", "320105", "320105006", "320105006001", "441900003", "441900003001", "469021", "11", "8100"])(
    "%s may be a division's",
    (code) => {
      expect(isPossibleArea(readAreaCode(code) ?? "")).toBe(true);
    },
  );

  test.each(["00", "99", "16", "320005", "320000006", "320105000001", "320105006000", "320105000", "3200", "x"])(
    "%s is no division's",
    (code) => {
      expect(isPossibleArea(code)).toBe(false);
    },
  );
});

describe("readAreaCode", () => {
  test.each([
    // GB/T 2260 writes provinces and cities with six digits, statistics write all of them with twelve.
    ["320000", "32"],
    ["320100", "3201"],
    ["320200", "3202"],
    ["3200", "32"],
    ["320105", "320105"],
    ["320105000", "320105"],
    ["320000000000", "32"],
    ["320100000000", "3201"],
    ["320105000000", "320105"],
    ["320105006000", "320105006"],
    ["320105006001", "320105006001"],
    ["320110", "320110"],
    ["320400", "3204"],
    ["320411100", "320411100"],
    ["32", "32"],
  ])("reads %s as %s", (given, code) => {
    expect(readAreaCode(given)).toBe(code);
  });

  test.each(["", "0", "32010", "3201000", "32010500600", "江苏省", "320100 "])("reads %j as none", (given) => {
    expect(readAreaCode(given)).toBeNull();
  });

  test("gives a code that begins the given one and is read as itself", () => {
    const digits = fc.string({ minLength: 2, maxLength: 12, unit: fc.constantFrom("0", "1", "2", "3") });
    fc.assert(
      fc.property(digits, (given) => {
        const code = readAreaCode(given);
        if (code === null) return;
        expect(given.startsWith(code)).toBe(true);
        expect(given.slice(code.length)).toMatch(/^0*$/);
        expect(readAreaCode(code)).toBe(code);
      }),
      runs(300),
    );
  });
});

describe("areaRange", () => {
  const digit = fc.constantFrom("0", "1", "2", "9");
  const prefix = fc
    .constantFrom(2, 4, 6)
    .chain((length) => fc.string({ minLength: length, maxLength: length, unit: digit }));
  const code = fc.string({ minLength: 2, maxLength: 8, unit: digit });

  test("holds every code that begins with one of the prefixes", () => {
    fc.assert(
      fc.property(fc.array(prefix, { minLength: 1, maxLength: 4 }), code, (prefixes, longer) => {
        const { from, to } = areaRange(prefixes);
        for (const one of prefixes) expect(from <= one + longer && one + longer < to).toBe(true);
      }),
      runs(200),
    );
  });

  test("of one prefix holds no other code", () => {
    fc.assert(
      fc.property(prefix, code, (one, other) => {
        const { from, to } = areaRange([one]);
        expect(from <= other && other < to).toBe(other.startsWith(one));
      }),
      runs(300),
    );
  });

  test("of none holds nothing", () => {
    const { from, to } = areaRange([]);
    expect(from < to).toBe(false);
  });
});

describe("Viewer.areas", () => {
  const areasOf = (areas: string[]) =>
    createViewer({
      id: "1",
      roles: [],
      areas,
      department: null,
      residentId: null,
      scopes: new Set(),
      purpose: null,
      rolesHash: "",
    }).areas;

  test("are kept when all of them are well formed, and all gone when one is not", () => {
    expect(areasOf(["3202", "320105006"])).toEqual(["320105006", "3202"].sort());
    expect(areasOf([])).toEqual([]);
    for (const bad of ["", "3", "abc", "3201 "]) {
      expect(areasOf([bad])).toEqual([]);
      expect(areasOf(["32", bad])).toEqual([]);
      expect(areasOf([bad, "32"])).toEqual([]);
    }
  });

  test("keep their trailing zeros", () => {
    expect(areasOf(["320100000"])).toEqual(["320100000"]);
  });
});
