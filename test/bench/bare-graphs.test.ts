import { graphql, parse } from "graphql";
import { describe, expect, test } from "vitest";
import { type BareGraphName, bareGraphs } from "../../bench/bare/graphs.ts";
import { schemaOf } from "../../bench/bare/schema.ts";
import { federate } from "../support/federation/federate.ts";
import type { Transports } from "../support/federation/federate.ts";

describe.each(Object.keys(bareGraphs) as BareGraphName[])("the bare graph %s", (name) => {
  const { subgraphs, document, variables, peopleIn, parts } = bareGraphs[name];
  const transports: Transports = new Map(
    subgraphs.map((subgraph) => {
      const schema = schemaOf(subgraph);
      return [
        subgraph.name,
        {
          async send({ operation, variables: values }) {
            const { data, errors = [] } = await graphql({ schema, source: operation, variableValues: { ...values } });
            expect(errors).toEqual([]);
            return { data: data ?? null };
          },
        },
      ];
    }),
  );
  const fixtures = subgraphs.map((one) => ({ ...one, typeDefs: parse(one.sdl), schema: schemaOf(one) }));
  const federation = federate(fixtures, transports);

  test("answers every ask without an error, each with data of its own", async () => {
    const answers = await Promise.all(variables.map((values) => federation.ask(document, { ...values })));
    const whole = answers.map(({ data, errors }) => {
      expect(errors).toBeUndefined();
      return data as Record<string, unknown>;
    });
    expect(new Set(whole.map((data) => JSON.stringify(data))).size).toBe(variables.length);
    const people = whole.flatMap((data) => peopleIn(data));
    for (const part of parts) expect(people.some((person) => person[part] != null)).toBe(true);
  });

  test("has every subgraph asked", async () => {
    const calls = await federation.callsDuring(() => federation.ask(document, { ...variables[0] }));
    expect(new Set(calls.map(({ subgraph }) => subgraph))).toEqual(new Set(subgraphs.map((one) => one.name)));
  });
});
