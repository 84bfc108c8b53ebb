import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayText, parseDay } from "../../seed/draw/calendar.ts";
import { birthOfAge, idNumberOf, MAX_RESIDENTS } from "../../seed/people/id-numbers.ts";
import type { Sex } from "../../seed/people/person.ts";
import { personsOfBlock } from "../../seed/people/persons.ts";
import { faultOfIdNumber } from "../../subgraphs/shared/id-number.ts";
import { SEED_DAY } from "../support/seed-day.ts";

const today = parseDay(SEED_DAY) ?? Number.NaN;
const seeds = fc.nat(Number.MAX_SAFE_INTEGER);

describe("Resident.idNumber", () => {
  test("is well-formed, unassigned, and says the birth date and sex of the person", () => {
    fc.assert(
      fc.property(seeds, fc.nat(10_000), (seed, block) => {
        for (const { idNumber, birth, sex } of personsOfBlock({ seed, today }, block)) {
          expect(faultOfIdNumber(idNumber)).toBeNull();
          expect(idNumber.slice(0, 4)).toBe("3299");
          expect(idNumber.slice(6, 14)).toBe(dayText(birth).replaceAll("-", ""));
          expect(Number(idNumber[16]) % 2).toBe(sex % 2);
        }
      }),
    );
  });

  test("is unique among 60 000 residents", () => {
    for (const seed of [1, 20_260_101]) {
      const numbers = new Set<string>();
      for (let block = 0; block < 1_000; block += 1) {
        for (const { idNumber } of personsOfBlock({ seed, today }, block)) numbers.add(idNumber);
      }
      expect(numbers.size).toBe(64_000);
    }
  });

  test("differs for any two residents, however far apart", () => {
    const slots = MAX_RESIDENTS / 365;
    const person = fc.record({ age: fc.nat(104), sex: fc.constantFrom<Sex>(1, 2) });
    const rounds = fc.tuple(fc.nat(364), fc.nat(364)).filter(([one, other]) => one !== other);
    // Numbers could only meet where the round trip through the slots brings two residents to the same one.
    fc.assert(
      fc.property(seeds, fc.nat(slots - 1), rounds, person, person, (seed, index, [one, other], first, second) => {
        const world = { seed, today };
        const numberOf = (at: number, { age, sex }: { age: number; sex: Sex }) =>
          idNumberOf(world, at, birthOfAge(world, at, age), sex);
        expect(numberOf(index + one * slots, first)).not.toBe(numberOf(index + other * slots, second));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("birthOfAge", () => {
  test("gives the age asked for, on leap days too", () => {
    const days = fc.integer({ min: 20_089, max: 40_000 });
    fc.assert(
      fc.property(seeds, days, fc.nat(MAX_RESIDENTS - 1), fc.nat(104), (seed, on, index, age) => {
        const birth = birthOfAge({ seed, today: on }, index, age);
        const [from, to] = [dayText(birth), dayText(on)];
        const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
        expect(years - (to.slice(5) < from.slice(5) ? 1 : 0)).toBe(age);
      }),
    );
  });
});
