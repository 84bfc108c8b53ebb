import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDay } from "../../seed/draw/calendar.ts";
import { BLOCK_SIZE, personsOfBlock } from "../../seed/people/persons.ts";
import { SEED_DAY } from "../support/seed-day.ts";
import { generateText } from "./generated-rows.ts";

const today = parseDay(SEED_DAY) ?? Number.NaN;
const seeds = fc.nat(Number.MAX_SAFE_INTEGER);

describe("generateChunks", () => {
  test("gives the same bytes for the same seed", async () => {
    expect(await generateText({ seed: 7, today }, 3_000)).toBe(await generateText({ seed: 7, today }, 3_000));
  });

  test("gives other bytes for another seed, above 32 bits too", async () => {
    const texts = await Promise.all([0, 1, 2 ** 32, 2 ** 32 + 1].map((seed) => generateText({ seed, today }, 200)));
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe("personsOfBlock", () => {
  test("gives a person whatever was generated before", () => {
    fc.assert(
      fc.property(seeds, fc.nat(200_000), (seed, block) => {
        const before = personsOfBlock({ seed, today }, block);
        personsOfBlock({ seed, today }, block + 1);
        expect(personsOfBlock({ seed, today }, block)).toEqual(before);
      }),
    );
  });

  test("fills a block with one person for each index", () => {
    fc.assert(
      fc.property(seeds, fc.nat(200_000), (seed, block) => {
        const indexes = personsOfBlock({ seed, today }, block).map(({ index }) => index);
        expect(indexes).toEqual(Array.from({ length: BLOCK_SIZE }, (_, place) => block * BLOCK_SIZE + place));
      }),
    );
  });
});
