import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asked, progressOf, SEED, TIMES, tellSeed } from "../support/two-worlds/how-many.ts";
import { questionsOf, withOtherValues } from "../support/two-worlds/questions.ts";
import { tables, unvaried } from "../support/two-worlds/tables.ts";
import { openTwoHubs, type TwoHubs } from "../support/two-worlds/two-hubs.ts";
import { worldViewer, worldViewers } from "../support/two-worlds/viewers.ts";

const DOCUMENTS = 6;
const AT_ONCE = 24;

let hubs: TwoHubs;
beforeAll(async () => {
  hubs = await openTwoHubs();
});
afterAll(() => hubs.close());

describe("two worlds that differ in what the viewer may not read", () => {
  test(
    `give the same bytes to ${asked} operations`,
    async () => {
      tellSeed();
      const runs = Math.ceil(asked / (DOCUMENTS * TIMES));
      const progress = progressOf(runs * DOCUMENTS * TIMES);
      const seen = { values: 0, refused: 0, masked: 0, faults: 0 };
      const situation = fc.constantFrom(...worldViewers).chain((asking) =>
        fc.record({
          asking: fc.constant(asking),
          seed: fc.nat(),
          documents: fc.array(questionsOf(asking), { minLength: DOCUMENTS, maxLength: DOCUMENTS }),
        }),
      );
      const property = fc.asyncProperty(situation, async ({ asking, seed, documents }) => {
        await hubs.shift(asking, seed);
        const questions = documents.flatMap((document) =>
          Array.from({ length: TIMES }, (_, at) =>
            at === 0 ? document : withOtherValues(asking, document, seed + at),
          ),
        );
        for (let from = 0; from < questions.length; from += AT_ONCE) {
          const answers = questions.slice(from, from + AT_ONCE).map(async (question) => {
            const [one, other] = await hubs.ask(asking, question);
            if (one !== other) {
              const put = { ...question, who: asking.who };
              expect({ ...put, answer: other }).toEqual({ ...put, answer: one });
            }
            if (one.startsWith("401")) throw new Error("The run's own token has ended.");
            if (/"(?:id|name|code|status|cursor)":"/.test(one)) seen.values += 1;
            if (one.includes("UNAUTHORIZED_FIELD_OR_TYPE")) seen.refused += 1;
            if (one.includes('"masked":')) seen.masked += 1;
            if (one.includes('\n{"errors"')) seen.faults += 1;
          });
          await Promise.all(answers);
          progress(answers.length);
        }
      });
      // What failed says all there is to know; smaller questions of the same kind would take minutes to find.
      await fc.assert(property, { seed: SEED, numRuns: runs, endOnFailure: true });
      // Where everything is refused or wrong, nothing could differ.
      expect(seen.values).toBeGreaterThan(asked / 5);
      for (const count of [seen.refused, seen.masked, seen.faults]) expect(count).toBeGreaterThan(asked / 100);
    },
    600_000 + asked * 50,
  );

  test("are made of every column of every table there is", async () => {
    const described = tables.flatMap(({ name, key, kept, columns }) =>
      [...key, ...kept, ...Object.keys(columns)].map((column) => `${name} ${column}`),
    );
    const columns = await hubs.columns();
    expect(described.sort()).toEqual(columns.filter((one) => !unvaried.includes(one.split(" ")[0] ?? "")));
  });

  // The worlds are really different, and the comparison really sees it.
  test.each(worldViewers)("are told apart by somebody who may read more than $who", async (asking) => {
    const everything = worldViewer({ role: "department_officer", department: "population", areas: ["32", "33"] });
    const auditor = worldViewer({ role: "auditor", areas: ["32", "33"] });
    let differences = 0;
    for (let seed = 1; seed <= 3; seed += 1) {
      await hubs.shift(asking, seed);
      for (const [who, query] of [
        [everything, "{ residents { edges { node { id name idNumber household { id } area { code } } } } }"],
        [auditor, "{ accessRecords { edges { node { id viewerId } } } }"],
      ] as const) {
        const [one, other] = await hubs.ask(who, { query, variables: {} });
        expect(one).toMatch(/^200/);
        if (one !== other) differences += 1;
      }
    }
    expect(differences).toBeGreaterThan(0);
  });
});
