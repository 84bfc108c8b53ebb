import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type FieldDefinitionNode, Kind, parse, type TypeNode } from "graphql";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { refused } from "../support/faults/wire.ts";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { caseOf } from "../support/rows/cases.ts";
import { followUp, visit } from "../support/rows/grid.ts";
import { registeredResident } from "../support/rows/population.ts";
import { allDepartments } from "../support/sdl-rules.ts";

const HERE = "320105006001";
const ELSEWHERE = "320205105001";
const OF_REGISTER = "name idNumber phone sex birthOn address area { code } household { id }";
const NOT_IN_SIGHT = {
  name: null,
  idNumber: null,
  phone: null,
  sex: null,
  birthOn: null,
  address: null,
  area: null,
  household: null,
};
const clerk = { roles: ["window_clerk"], areas: ["320105006"] };
const gridWorker = { roles: ["grid_worker"], areas: ["320105006"] };

/** Every field by which another department leads to a person, and a way to get there. */
const references = [
  {
    coordinate: "Case.resident",
    who: clerk,
    query: (fields: string) => `{ case(number: "2025-17") { residentId resident { ${fields} } } }`,
    path: ["case", "resident", "name"],
    kept: "cases",
    within: ({ data }: Reply) => data?.["case"],
  },
  {
    coordinate: "FollowUp.resident",
    who: gridWorker,
    query: (fields: string) => `{ followUps { edges { node { residentId resident { ${fields} } } } } }`,
    path: ["followUps", "edges", "node", "resident", "name"],
    kept: "visits",
    within: ({ data }: Reply) => (data?.["followUps"] as { edges: { node: unknown }[] } | null)?.edges[0]?.node,
  },
];

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub({ throughProxies: true });
});
afterAll(() => hub.close());
beforeEach(async () => {
  await hub.sql`truncate population.residents, cases.cases, grid.visits, grid.findings, grid.follow_ups`;
  await caseOf(hub.sql, { residentId: "1001", id: "1", number: "2025-17", areaCode: HERE });
  await visit(hub.sql, { residentId: "1001", id: "1", areaCode: HERE });
  await followUp(hub.sql, { residentId: "1001", visitId: "1", id: "1", areaCode: HERE });
});
afterEach(() => hub.proxyOf("population").heal());

test("are all told here, each described alike", () => {
  const found = allDepartments.filter((name) => name !== "population").flatMap(referencesIn);
  expect(found.map(({ coordinate }) => coordinate).sort()).toEqual(references.map(({ coordinate }) => coordinate));
  for (const { field } of found) {
    expect(field.description?.value).toContain("the register's fields are null without an error, `name` among them");
  }
});

describe.each(references)("$coordinate", ({ query, who, path, kept, within }) => {
  const ask = (fields: string) => hub.ask({ query: query(fields), ...who });

  test("holds the person in sight, whose name is never null", async () => {
    await registeredResident(hub.sql, { id: "1001", areaCode: HERE, phone: null });
    const reply = await ask("id name phone");
    expect(reply.errors).toEqual([]);
    const resident = { id: "1001", name: expect.stringMatching(/./u) as string, phone: null };
    expect(within(reply)).toEqual({ residentId: "1001", resident });
  });

  test("is an object of nulls without an error for a person who has moved away, as for one never registered", async () => {
    const absent = await ask(`id ${OF_REGISTER}`);
    await registeredResident(hub.sql, { id: "1001", areaCode: ELSEWHERE });
    const hidden = await ask(`id ${OF_REGISTER}`);
    expect(hidden.errors).toEqual([]);
    expect(within(hidden)).toEqual({ residentId: "1001", resident: { id: "1001", ...NOT_IN_SIGHT } });
    expect(hidden.text).toBe(absent.text);
    expect(hidden.masked).toEqual(absent.masked);
  });

  test("leads on to what other departments keep of that person in the viewer's areas", async () => {
    await registeredResident(hub.sql, { id: "1001", areaCode: ELSEWHERE });
    await caseOf(hub.sql, { residentId: "1001", id: "2", number: "2025-18", areaCode: ELSEWHERE });
    await visit(hub.sql, { residentId: "1001", id: "2", areaCode: ELSEWHERE });
    const reply = await ask(`name ${kept} { edges { node { id } } }`);
    const edges = [{ node: { id: expect.stringMatching(/^(?:1001-)?1$/) as string } }];
    expect(within(reply)).toMatchObject({ resident: { name: null, [kept]: { edges } } });
  });

  test("does not ask the register for the id alone", async () => {
    const statements = await hub.countStatements(() => ask("id"));
    expect(statements["population"]).toBeUndefined();
    expect(within(await ask("id"))).toEqual({ residentId: "1001", resident: { id: "1001" } });
  });

  test("has an error at its path while the register is down, which no hidden person has", async () => {
    await registeredResident(hub.sql, { id: "1001", areaCode: HERE });
    await hub.proxyOf("population").fail(refused);
    const reply = await ask("id name");
    expect(within(reply)).toEqual({ residentId: "1001", resident: { id: "1001", name: null } });
    expect(reply.errors.map(({ extensions, path: at }) => [extensions.code, at])).toEqual([
      ["SUBGRAPH_UNAVAILABLE", path],
    ]);
  });
});

function referencesIn(department: string): { coordinate: string; field: FieldDefinitionNode }[] {
  const text = readFileSync(join(import.meta.dirname, "../../subgraphs", department, "schema.graphql"), "utf8");
  return parse(text).definitions.flatMap((type) => {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    const fields = (type.fields ?? []).filter((field) => innermost(field.type) === "Resident");
    return fields.map((field) => ({ coordinate: `${type.name.value}.${field.name.value}`, field }));
  });
}

function innermost(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : innermost(type.type);
}
