import { graphql } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { federate, type Federation } from "../../../support/federation/federate.ts";
import { type ServedSubgraphs, serveSubgraphs } from "../../../support/federation/over-http.ts";
import { monolithOf, town } from "../../../support/federation/town/town.ts";

/** One operation for each way the subgraphs of the town depend on each other. */
const operations: [name: string, query: string][] = [
  ["values required from each other in turn", "{ homes { number tax(rate: 3) insulation heating } }"],
  [
    "an interface with types of several subgraphs",
    "{ patients { __typename tag name dosageMg ... on Horse { hands } } }",
  ],
  ["an interface object", "{ parties { __typename id score sign } }"],
  ["a union in part", "{ citizens { mount { ... on Cat { tag lives rival { hands } } ... on Horse { tag hands } } } }"],
  ["provided fields", "{ loans { number borrower { name home { number } } medium { isbn title } } }"],
  ["lists in lists", "{ items { ... on Book { title author { nickname } } } citizens { bench { id greeting } } }"],
  ["a second key", "{ citizens { id lockers } }"],
  ["a nested key", "{ citizens { home { street { code title } number sizeM2 tax } } }"],
  ["an error in an entity", "{ citizens { id note } }"],
  ["a null that must not be one", '{ party(id: "f2") { ... on Firm { motto founder { id } } } greeting }'],
  [
    "mutations",
    'mutation { rename(id: "c1", to: "New") { name sign } promote(ids: ["c2", "c9"]) { id rank home { number } } }',
  ],
];

describe.each([
  ["in this process", async () => null],
  ["over HTTP", () => serveSubgraphs(town)],
])("subgraphs %s", (_, serve: () => Promise<ServedSubgraphs | null>) => {
  let served: ServedSubgraphs | null = null;
  let hub: Federation;
  beforeAll(async () => {
    served = await serve();
    hub = served === null ? federate(town) : federate(town, served.transports);
  });
  afterAll(async () => {
    await served?.close();
  });

  test.each(operations)("answer as one schema would: %s", async (_name, query) => {
    const ours = await hub.ask(query);
    const right = await graphql({ schema: monolithOf(hub.api), source: query });
    expect(JSON.stringify(ours.data)).toBe(JSON.stringify(right.data));
    expect(ours.errors?.map((error) => error.path)).toEqual(right.errors?.map((error) => error.path));
  });
});
