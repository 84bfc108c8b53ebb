import { describe, expect, test } from "vitest";
import { createAnswer } from "../../web/graph/field-state.ts";
import { createOutages } from "../../web/resident/outages.ts";
import { inColumns, sectionStates } from "../../web/resident/section-states.ts";
import type { ResidentPart, Section } from "../../web/resident/sections/section.ts";

const section = (field: Section["field"], key: Section["key"]): Section => ({ field, key, Body: () => null });
const fund = section("housingFund", "housingFund");
const premiums = section("premiums", "premiums");
const licences = section("licences", "licences");
const utilities = section("utilityAccounts", "utilities");

describe("the sections of a resident's page", () => {
  const resident = {
    id: "1",
    housingFund: null,
    premiums: { edges: [], pageInfo: null },
    licences: { edges: [{ node: {} }] },
    utilityAccounts: null,
  };
  const answer = createAnswer({
    faults: [
      { path: ["resident", "housingFund"], code: "UNAUTHORIZED_FIELD_OR_TYPE" },
      { path: ["resident", "utilityAccounts"], code: "SUBGRAPH_UNAVAILABLE" },
    ],
    masked: [],
  });
  const part = answer.at(resident as unknown as ResidentPart["object"], ["resident"], "Resident");
  const states = sectionStates([fund, premiums, licences, utilities], part);

  test("have a place of their own when there is something to see, or something is wrong", () => {
    expect(states.open.map(({ section: { key }, state }) => [key, state])).toEqual([
      ["licences", "value"],
      ["utilities", "unavailable"],
    ]);
  });

  test("are one line when the role never sees them, and one when there is nothing", () => {
    expect(states.refused).toEqual([fund]);
    expect(states.empty).toEqual([premiums]);
  });

  test("stand in two columns, one after the other", () => {
    expect(inColumns(states.open).map((column) => column.map(({ section: { key } }) => key))).toEqual([
      ["licences"],
      ["utilities"],
    ]);
  });
});

describe("an outage", () => {
  test("lasts since it was first noticed, until there is an answer", () => {
    const outages = createOutages();
    outages.note(["premiums"], ["licences"], 100);
    outages.note(["premiums"], [], 200);
    expect(outages.sinceOf("premiums")).toBe(100);
    expect(outages.sinceOf("licences")).toBeNull();
    outages.note([], ["premiums"], 300);
    outages.note(["premiums"], [], 400);
    expect(outages.sinceOf("premiums")).toBe(400);
  });
});
