import fc from "fast-check";
import { isObjectType } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fullSchema, type Question } from "../../support/expected-answer.ts";
import { asked, progressOf, SEED, TIMES, tellSeed, tellSeen } from "../../support/two-worlds/how-many.ts";
import { questionsOf, withOtherValues } from "../../support/two-worlds/questions.ts";
import { CursorBook, firstPages } from "../../support/two-worlds/cursors.ts";
import { pagedLists } from "../../support/two-worlds/paged-lists.ts";
import { tables, unvaried } from "../../support/two-worlds/tables.ts";
import { openTwoHubs, type TwoHubs } from "../../support/two-worlds/two-hubs.ts";
import { type WorldViewer, worldViewer, worldViewers } from "../../support/two-worlds/viewers.ts";

const DOCUMENTS = 6;
const AT_ONCE = 24;

interface Seen {
  values: number;
  refused: number;
  masked: number;
  faults: number;
  /** Pages after a cursor of the list's own, with rows. */
  furtherPages: number;
}

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
      const eachRun = pagedLists.length + DOCUMENTS * TIMES;
      const runs = Math.ceil(asked / eachRun);
      const progress = progressOf(runs * eachRun);
      const seen = { values: 0, refused: 0, masked: 0, faults: 0, furtherPages: 0 };
      const situation = fc.constantFrom(...worldViewers).chain((asking) =>
        fc.record({
          asking: fc.constant(asking),
          seed: fc.nat(),
          documents: fc.array(questionsOf(asking), { minLength: DOCUMENTS, maxLength: DOCUMENTS }),
        }),
      );
      const property = fc.asyncProperty(situation, async ({ asking, seed, documents }) => {
        await hubs.shift(asking, seed);
        const book = new CursorBook(asking);
        // In order, so that a run that is done again has the same cursors at the same places.
        const ask = async (questions: readonly Question[]): Promise<string[]> => {
          const answers = await Promise.all(questions.map((question) => askBoth(asking, book, question, seen)));
          progress(answers.length);
          return answers;
        };
        const lists = firstPages(seed);
        const begun = await ask(lists.map(({ question }) => question));
        for (const [at, { list }] of lists.entries()) book.keep(list, begun[at] ?? "");
        const questions = documents.flatMap((document) =>
          Array.from({ length: TIMES }, (_, at) =>
            at === 0 ? document : withOtherValues(asking, document, seed + at),
          ),
        );
        for (let from = 0; from < questions.length; from += AT_ONCE) await ask(questions.slice(from, from + AT_ONCE));
      });
      // What failed says all there is to know; smaller questions of the same kind would take minutes to find.
      await fc.assert(property, { seed: SEED, numRuns: runs, endOnFailure: true });
      tellSeen({ ...seen });
      // Where everything is refused or wrong, nothing could differ.
      expect(seen.values).toBeGreaterThan(asked / 5);
      for (const count of [seen.refused, seen.masked, seen.faults, seen.furtherPages]) {
        expect(count).toBeGreaterThan(asked / 200);
      }
    },
    600_000 + asked * 50,
  );

  test("are asked for every list of the graph page by page", () => {
    const lists = Object.values(fullSchema.getTypeMap()).flatMap((type) => {
      if (!isObjectType(type)) return [];
      const paged = Object.values(type.getFields()).filter(({ args }) => args.some(({ name }) => name === "after"));
      return paged.map(({ name }) => `${type.name}.${name}`);
    });
    expect(pagedLists.map(({ coordinate }) => coordinate).sort()).toEqual(lists.sort());
  });

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

async function askBoth(asking: WorldViewer, book: CursorBook, marked: Question, seen: Seen): Promise<string> {
  const { question, goesOn } = book.fill(marked);
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
  if (goesOn && one.includes('"edges":[{') && !one.includes("not a cursor")) seen.furtherPages += 1;
  return one;
}
