import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Fields } from "../../../router/departments/fields.ts";
import type { SubgraphError } from "../../../subgraphs/shared/subgraph-call.ts";
import { answerWith, askBoard } from "../../support/notice-board.ts";
import { runs } from "../../support/runs.ts";

const QUERY = "{ person { id name note friends { id name note } } }";
const DEEP = "{ person { friends { id name note } } }";
const scopes = ["board:note"];

const person = (change: Fields = {}): Fields => ({ id: "4", name: "王小明", note: "a note", friends: [], ...change });
const failed = (...path: (string | number)[]): SubgraphError => ({
  message: "lost",
  path,
  extensions: { code: "SUBGRAPH_UNAVAILABLE" },
});

/** What stands in the access record of a look at the person, with the answer it was for. */
async function look(who: Fields | null, errors: readonly SubgraphError[] = [], query = QUERY) {
  const answer = await askBoard(query, {
    scopes,
    hasPurpose: true,
    data: async ({ operation }) => ({ data: answerWith({ person: who }, operation), errors: [...errors] }),
  });
  const [entered] = answer.looks;
  if (entered === undefined) throw new Error("no entry");
  return { ...answer, told: entered.told };
}

describe("the access record", () => {
  test("names what was given, in full and masked", async () => {
    const { told } = await look(person());
    expect(told.returned).toEqual(["Query.person", "Person.id", "Person.note", "Person.friends"]);
    expect(told.masked).toEqual(["Person.name"]);
  });

  test("names what there is none of: that was told too", async () => {
    const { told } = await look(person({ note: null, name: null, friends: null }));
    expect([...told.returned, ...told.masked].sort()).toEqual(
      ["Query.person", "Person.id", "Person.note", "Person.friends", "Person.name"].sort(),
    );
  });

  test("does not name what could not be read, masked or not", async () => {
    const lost = person({ name: null, note: null });
    const { told } = await look(lost, [failed("person", "name"), failed("person", "note")]);
    expect(told).toMatchObject({ returned: ["Query.person", "Person.id", "Person.friends"], masked: [], refused: [] });
  });

  test("does not name what lies below it", async () => {
    const { told } = await look(person({ friends: null }), [failed("person", "friends")], DEEP);
    expect(told.returned).toEqual(["Query.person"]);
    expect(told.masked).toEqual([]);
  });

  test("does not name a value that broke the contract", async () => {
    const { told, errors } = await look(person({ note: { of: "the wrong type" } }));
    expect(errors).toEqual(["person.note SUBGRAPH_UNAVAILABLE"]);
    expect(told.returned).not.toContain("Person.note");
  });

  test("names nothing when the department is down", async () => {
    const { looks } = await askBoard(QUERY, {
      scopes,
      hasPurpose: true,
      data: () => Promise.reject(new Error("down")),
    });
    expect(looks[0]?.told).toEqual({ returned: [], masked: [], refused: [] });
  });

  test("names nothing as given of a change that was refused whole, and what it was refused for", async () => {
    const { looks, sent } = await askBoard("mutation { greet { id name note } }", { hasPurpose: true });
    expect(sent).toEqual([]);
    expect(looks[0]?.told).toEqual({ returned: [], masked: [], refused: ["Person.note"] });
  });

  test("names what was told of one person and could not be read of another", async () => {
    const friends = [person({ id: "5", note: "a note" }), person({ id: "6", note: null })];
    const { told } = await look(person({ friends, note: null }), [
      failed("person", "note"),
      failed("person", "friends", 1, "note"),
    ]);
    expect(told.returned).toContain("Person.note");
  });

  test("names what a client calls by another name", async () => {
    const query = "{ person { id called: note } }";
    const { told } = await look(person({ note: null }), [failed("person", "as__called")], query);
    expect(told.returned).toEqual(["Query.person", "Person.id"]);
  });

  test("names every field that has a value in the answer, whatever goes wrong beside it", async () => {
    const one = fc.record({ name: fc.option(fc.constant("王小明")), note: fc.option(fc.constant("a note")) });
    const place = fc.oneof(
      fc.constantFrom(["person", "name"], ["person", "note"], ["person", "friends"], ["person"]),
      fc.tuple(fc.nat({ max: 2 }), fc.constantFrom("name", "note")).map(([at, key]) => ["person", "friends", at, key]),
    );
    await fc.assert(
      fc.asyncProperty(
        one,
        fc.array(one, { maxLength: 3 }),
        fc.array(place, { maxLength: 4 }),
        async (who, few, lost) => {
          const friends = few.map((friend, at) => person({ id: String(5 + at), ...friend }));
          const { told, data } = await look(
            person({ ...who, friends }),
            lost.map((path) => failed(...path)),
          );
          const { person: shown } = data as { person: Fields & { friends: Fields[] } };
          const given = [shown, ...shown.friends].flatMap((each) =>
            Object.keys(each).filter((key) => each[key] !== null),
          );
          const named = new Set([...told.returned, ...told.masked]);
          expect(given.filter((key) => !named.has(`Person.${key}`))).toEqual([]);
        },
      ),
      runs(100),
    );
  });
});
