import fc from "fast-check";
import { graphql } from "graphql";
import { describe, expect, test } from "vitest";
import { operationsOf } from "../../../bench/differential/operations.ts";
import { federate } from "../../support/federation/federate.ts";
import { monolithOf, town } from "../../support/federation/town/town.ts";
import { PATIENCE_MS, runs } from "../../support/runs.ts";

// Ids and texts of the small world, so that generated arguments meet somebody.
const values = { ID: ["c1", "f1", "s1", "d1", "k1", "c4", "f2", "nobody"], String: ["x", "1995-01-01"] };

/** The same world behind one schema, executed by graphql-js, says what the right answer is. */
async function differs(
  hub: ReturnType<typeof federate>,
  query: string,
  variables: Record<string, unknown>,
): Promise<string | null> {
  const ours = await hub.ask(query, variables);
  // The planner finds no plan for a few shapes it should; that is one clear error and not a wrong answer.
  if (ours.errors?.[0]?.extensions["code"] === "INTERNAL" && ours.data === undefined) return null;
  const right = await graphql({ schema: monolithOf(hub.api), source: query, variableValues: variables });
  const [given, expected] = [JSON.stringify(ours.data), JSON.stringify(right.data)];
  return given === expected ? null : `${query}\n${JSON.stringify(variables)}\ngiven ${given}\nright ${expected}`;
}

describe("generated operations over the town", () => {
  test(
    "have the answers of one schema",
    async () => {
      const hub = federate(town);
      await fc.assert(
        fc.asyncProperty(operationsOf(hub.api, { depth: 3, values }), async ({ query, variables }) => {
          expect(await differs(hub, query, variables)).toBeNull();
        }),
        { seed: 1, ...runs(150) },
      );
    },
    PATIENCE_MS,
  );
});
