import fc from "fast-check";
import { parse } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultLimits, type Limits } from "../../../router/operation/limits.ts";
import { measureDocument, outlineOf } from "../../../router/operation/measure-document.ts";
import { readOperation } from "../../../router/operation/read-operation.ts";
import { RequestError } from "../../../router/operation/request-error.ts";
import { fullSchema, type Question } from "../../support/expected-answer.ts";
import { operations } from "../../support/generated-operation.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { runs } from "../../support/runs.ts";
import { type Amounts, amountsIn } from "../../support/written-out.ts";

const times = (count: number, part: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => part(at)).join(" ");

let hub: TestHub;

beforeAll(async () => {
  hub = await openHub();
});

afterAll(() => hub.close());

describe("a document that grows when its fragments are written out", () => {
  /** `levels` fragments, each of which spreads the next one twice. */
  const bomb = (levels: number) =>
    `{ me { ...F0 } } ${times(levels, (at) => `fragment F${at} on Account { ...F${at + 1} ...F${at + 1} }`)}
      fragment F${levels} on Account { id }`;

  test("is counted without being written out", () => {
    const [shorter, longer] = [20, 80].map((levels) => {
      const { document, reads } = countReads(parse(bomb(levels)));
      const size = measureDocument(document, outlineOf(document));
      expect(size.selections).toBe(2 + 2 ** (levels + 1) - 2 + 2 ** levels);
      return reads();
    });
    expect(longer).toBeLessThan(5 * (shorter ?? 0));
  });

  test.each([20, 30, 98])("is refused before anything is made of it: two to the power of %i", async (levels) => {
    const took: number[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const startedAt = performance.now();
      const reply = await hub.ask({ query: bomb(levels) });
      took.push(performance.now() - startedAt);
      expect(reply.errors).toMatchObject([{ extensions: { limit: "selections" } }]);
    }
    expect(Math.min(...took)).toBeLessThan(200);
  });

  test("is refused when it spreads itself", async () => {
    const query =
      "{ me { ...A } } fragment A on Account { ...B } fragment B on Account { id ...C } fragment C on Account { ...A }";
    const reply = await hub.ask({ query });
    expect(reply.errors).toHaveLength(1);
    expect(reply.errors[0]?.message).toMatch(/^Cannot spread fragment "[ABC]" within itself\.$/);
  });
});

describe("a document that takes long to validate or plan", () => {
  const full = `socialSecurity { status participations { insurance status } } medicalInsurance { status
    claims { edges { node { settledOn } } } } assistance { status awards { edges { node { reason } } } }`;

  test.each([
    ["brackets", "{a".repeat(30_000)],
    ["nested lists", `{ area(code: ${"[".repeat(1_900)}${"]".repeat(1_900)}) { code } }`],
    ["one field again and again", `{ me { ${"id ".repeat(3_900)} } }`],
    ["one object again and again", `{ ${'area(code: "1") { parent { code } } '.repeat(280)} }`],
    ["the most comparisons", `{ area(code: "1") { ${"parent { parent { code } } ".repeat(57)} } }`],
    [
      "the most comparisons, deep",
      `{ area(code: "1") { ${`${"parent {".repeat(14)} code ${"}".repeat(14)} `.repeat(25)} } }`,
    ],
    [
      "fragments beside fragments",
      `{ me { ${times(99, (at) => `...F${at}`)} } } ${times(99, (at) => `fragment F${at} on Account { id }`)}`,
    ],
    ["different arguments", `{ ${times(30, (at) => `area(code: "${at}") { code }`)} }`],
    ["all departments many times", `{ ${times(30, (at) => `r${at}: resident(id: "${at}") { id name ${full} }`)} }`],
    ["many operations", `${times(500, (at) => `query Q${at} { ...F }`)} fragment F on Query { me { id } }`],
  ])("is refused or answered soon: %s", async (_what, query) => {
    const took: number[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const before = process.cpuUsage();
      // A document the hub has not met before.
      await hub.ask({ query: `${query} #${attempt}` });
      const { user, system } = process.cpuUsage(before);
      took.push((user + system) / 1000);
    }
    // Processor time, which does not depend on what else the machine is doing; asking and reading are in it.
    expect(Math.min(...took)).toBeLessThan(200);
  });

  test("names what it has too much of in a short message", async () => {
    const reply = await hub.ask({ query: `{ ${"x".repeat(60_000)} }` });
    expect(reply.text.length).toBeLessThan(1_000);
  });
});

describe("any operation", () => {
  const space = {
    roots: [
      { text: "resident(id: $id)", type: "Resident", variables: { id: { type: "ID!", values: ["1"] } } },
      {
        text: "residents(first: $first)",
        type: "ResidentConnection",
        variables: { first: { type: "Int", values: [0, 7, 100] } },
      },
      { text: 'area(code: "32")', type: "Area" },
    ],
    allows: () => true,
  };
  const unlimited = Object.fromEntries(Object.keys(defaultLimits).map((limit) => [limit, 1e9])) as unknown as Limits;
  const names = [...new Set(amountsIn("{ me { id } }", fullSchema, {}).map(([limit]) => limit))];
  const firstOver = (amounts: Amounts, limits: Limits): Refusal | null => {
    const over = amounts.find(([limit, had]) => had > limits[limit]);
    return over === undefined ? null : { limit: over[0], had: over[1], allowed: limits[over[0]] };
  };

  test("is refused exactly from the first it has too much of", () => {
    const property = fc.property(
      operations(space),
      fc.constantFrom(...names),
      fc.integer({ min: -2, max: 2 }),
      ({ query, variables }, limit, spare) => {
        const amounts = amountsIn(query, fullSchema, variables);
        const had = Math.max(...amounts.filter(([name]) => name === limit).map(([, amount]) => amount));
        const limits = { ...unlimited, [limit]: had + spare };
        const refusal = refusalOf({ query, variables }, limits);
        expect(refusal === null).toBe(spare >= 0);
        expect(refusal).toEqual(firstOver(amounts, limits));
      },
    );
    fc.assert(property, runs(400));
  });

  test("is refused for what it has too much of, whatever the limits are", () => {
    const drawn = fc.record(Object.fromEntries(names.map((limit) => [limit, fc.nat(40)])));
    const property = fc.property(operations(space), drawn, ({ query, variables }, some) => {
      const limits = { ...unlimited, ...some };
      expect(refusalOf({ query, variables }, limits)).toEqual(
        firstOver(amountsIn(query, fullSchema, variables), limits),
      );
    });
    fc.assert(property, runs(200));
  });
});

interface Refusal {
  limit: string;
  had: number;
  allowed: number;
}

function refusalOf({ query, variables }: Question, limits: Limits): Refusal | null {
  try {
    const { cost } = readOperation(fullSchema, query, null, limits);
    const had = cost.valuesFor(variables);
    return had > limits.cost ? { limit: "cost", had, allowed: limits.cost } : null;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const { limit, had, allowed } = error.errors[0]?.extensions as unknown as Refusal;
    return { limit, had, allowed };
  }
}

/** The same value, and how often anything in it was read. */
function countReads<Value extends object>(value: Value): { document: Value; reads: () => number } {
  let count = 0;
  const known = new WeakMap<object, object>();
  const wrap = (inner: unknown): unknown => {
    if (typeof inner !== "object" || inner === null) return inner;
    const found = known.get(inner) ?? new Proxy(inner, { get: (target, key) => read(target, key) });
    known.set(inner, found);
    return found;
  };
  const read = (target: object, key: string | symbol): unknown => {
    count += 1;
    const member: unknown = Reflect.get(target, key);
    return typeof member === "function" ? member : wrap(member);
  };
  return { document: wrap(value) as Value, reads: () => count };
}
