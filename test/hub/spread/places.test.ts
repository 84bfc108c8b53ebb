import { expect, test } from "vitest";
import { placesOf } from "../../../hub/spread/places.ts";
import type { SpreadTable } from "../../../hub/spread/read-catalogue.ts";

const table = (name: string, neverNull: string[], to?: string): SpreadTable => ({
  name,
  neverNull,
  uniques: [],
  triggers: [],
  policies: [],
  foreignKeys: to === undefined ? [] : [{ name: "key", to, columns: [] }],
});

test("what is on every machine comes first, then each group beside its first table, those with foreign keys last", () => {
  const tables = [
    table("cases.cases", ["resident_id"], "population.residents"),
    table("grid.visits", ["resident_id"]),
    table("population.households", ["household_id"]),
    table("population.residents", ["resident_id"]),
    table("population.outbox", ["event_id"]),
    table("services.items", ["code"]),
  ];
  expect(placesOf(tables)).toEqual({
    spread: [
      { name: "services.items", column: null, beside: null },
      { name: "grid.visits", column: "resident_id", beside: null },
      { name: "population.households", column: "household_id", beside: null },
      { name: "population.residents", column: "resident_id", beside: "grid.visits" },
      { name: "cases.cases", column: "resident_id", beside: "grid.visits" },
    ],
    local: 1,
  });
});
