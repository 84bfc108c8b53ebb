import { describe, expect, test } from "vitest";
import { type AnswerFault, createAnswer, type FieldState } from "../../web/graph/field-state.ts";

const fault = (path: (string | number)[], code: string): AnswerFault => ({ path, code });
const REFUSED = "UNAUTHORIZED_FIELD_OR_TYPE";

describe("what is said of a value", () => {
  test.each<[what: string, faults: AnswerFault[], path: (string | number)[], expected: FieldState]>([
    ["nothing explains the null", [], ["resident", "phone"], "none"],
    ["the role may not see it", [fault(["resident", "phone"], REFUSED)], ["resident", "phone"], "refused"],
    ["another field is refused", [fault(["resident", "name"], REFUSED)], ["resident", "phone"], "none"],
    ["a name only begins alike", [fault(["resident", "pho"], REFUSED)], ["resident", "phone"], "none"],
    ["what holds it is refused", [fault(["resident"], "PURPOSE_REQUIRED")], ["resident", "phone"], "purpose-missing"],
    ["its department is down", [fault(["resident"], "SUBGRAPH_UNAVAILABLE")], ["resident", "phone"], "unavailable"],
    ["the hub broke", [fault(["resident", "phone"], "INTERNAL")], ["resident", "phone"], "unavailable"],
    ["a code of the future", [fault(["resident", "phone"], "TIRED")], ["resident", "phone"], "unavailable"],
    ["an error without a path", [{ code: REFUSED }], ["resident", "phone"], "none"],
    ["a refusal inside says nothing of the outside", [fault(["a", "b", "c"], REFUSED)], ["a", "b"], "none"],
    ["a refusal holds for every item", [fault(["list", "amount"], REFUSED)], ["list", 7, "amount"], "refused"],
    [
      "a fault of one item is not one of its neighbour",
      [fault(["list", 1, "amount"], "SUBGRAPH_UNAVAILABLE")],
      ["list", 0, "amount"],
      "none",
    ],
    [
      "a fault of one item is one of what it holds",
      [fault(["list", 1], "SUBGRAPH_UNAVAILABLE")],
      ["list", 1, "amount"],
      "unavailable",
    ],
  ])("%s", (_what, faults, path, expected) => {
    const answer = createAnswer({ faults, masked: [] });
    expect(answer.show(path, "Resident.phone", null)).toEqual({ state: expected, value: null });
  });

  test("is its mask, by the coordinate and not the path", () => {
    const answer = createAnswer({ faults: [], masked: ["Resident.phone"] });
    expect(answer.show(["anything"], "Resident.phone", "138********")).toEqual({
      state: "masked",
      value: "138********",
    });
    expect(answer.show(["anything"], "Account.phone", "13812345678").state).toBe("value");
  });

  test("is itself, however little that is", () => {
    const answer = createAnswer({ faults: [], masked: [] });
    for (const value of [0, "", false]) expect(answer.show(["a"], "A.a", value)).toEqual({ state: "value", value });
  });

  test("is that it is on its way, until its department has answered or failed", () => {
    const pending = [["resident", "housingFund"]];
    const answer = createAnswer({
      faults: [fault(["resident", "housingFund", "balanceFen"], REFUSED)],
      masked: [],
      pending,
    });
    expect(answer.show(["resident", "housingFund"], "Resident.housingFund", null).state).toBe("pending");
    expect(answer.show(["resident", "housingFund", "balanceFen"], "HousingFund.balanceFen", null).state).toBe(
      "refused",
    );
    expect(answer.show(["resident", "premiums"], "Resident.premiums", null).state).toBe("none");
  });
});

describe("a part of an answer", () => {
  const data = {
    resident: {
      name: "王*",
      pension: null,
      insurances: [{ kind: "PENSION", base: null }, null, { kind: "MEDICAL", base: 5 }],
      claims: { edges: [{ node: { hospital: "A", diagnosis: null } }, { node: null }] },
    },
  };
  const answer = createAnswer({
    faults: [fault(["resident", "claims", "edges", "node", "diagnosis"], REFUSED)],
    masked: ["Resident.name"],
  });
  const resident = answer.at(data, [], "Query").part("resident", "Resident");
  if (resident === null) throw new Error("the resident is there");

  test("knows where it stands and what it is", () => {
    expect(resident.field("name")).toEqual({ state: "masked", value: "王*" });
    expect(resident.part("pension", "Pension")).toBeNull();
  });

  test("gives the items of a list, each with its place", () => {
    const insurances = resident.parts("insurances", "Insurance");
    expect(insurances.map(({ path }) => path.join("."))).toEqual(["resident.insurances.0", "resident.insurances.2"]);
    expect(insurances.map((one) => one.field("base").state)).toEqual(["none", "value"]);
  });

  test("gives the nodes of a connection", () => {
    const claims = resident.nodes("claims", "Claim");
    expect(claims.map((claim) => claim.field("hospital").value)).toEqual(["A"]);
    expect(claims[0]?.field("diagnosis").state).toBe("refused");
  });
});
