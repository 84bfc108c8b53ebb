import { Kind } from "graphql";
import { describe, expect, test } from "vitest";
import { HubError } from "../../../subgraphs/shared/errors.ts";
import { scalars } from "../../../subgraphs/shared/scalars.ts";

type Name = keyof typeof scalars;

describe.each<{ name: Name; good: [string, string][]; bad: unknown[] }>([
  {
    name: "Date",
    good: [
      ["2025-01-31", "2025-01-31"],
      ["2024-02-29", "2024-02-29"],
      ["1900-01-01", "1900-01-01"],
    ],
    bad: [
      "2025-02-29",
      "2025-13-01",
      "2025-1-1",
      "2025-01-01T00:00:00Z",
      "01.01.2025",
      " 2025-01-01",
      "",
      "today",
      20250101,
      null,
      true,
      {},
    ],
  },
  {
    name: "DateTime",
    good: [
      ["2025-01-31T08:00:00Z", "2025-01-31T08:00:00.000Z"],
      ["2025-01-31T08:00:00.5+08:00", "2025-01-31T00:00:00.500Z"],
    ],
    // What JavaScript would guess at is no instant of RFC 3339.
    bad: [
      "yesterday",
      "",
      "1",
      "5 May",
      "2025-01-31",
      "2025-02-30T00:00:00Z",
      "2025-01-31T08:00:00",
      "2025-01-31 08:00",
      0,
      null,
    ],
  },
  {
    name: "ResidentIdNumber",
    good: [
      ["11010519491231002X", "11010519491231002X"],
      [" 11010519491231002x ", "11010519491231002X"],
    ],
    bad: ["110105194912310021", "11010519491231002", "", 110105194912310000, null, ["11010519491231002X"]],
  },
])("$name", ({ name, good, bad }) => {
  const scalar = scalars[name];

  test.each(good)("takes %j as %j, as a variable and as a literal", (given, taken) => {
    expect(scalar.parseValue(given)).toBe(taken);
    expect(scalar.parseLiteral({ kind: Kind.STRING, value: given })).toBe(taken);
  });

  test.each(bad.map((value) => [value]))("refuses %j in words of its own, without the value", (value) => {
    const refusal = refusalOf(() => scalar.parseValue(value));
    expect(refusal.code).toBe("BAD_USER_INPUT");
    if (typeof value === "string" && value.length > 2) expect(refusal.message).not.toContain(value);
    if (typeof value === "string")
      expect(refusalOf(() => scalar.parseLiteral({ kind: Kind.STRING, value })).code).toBe("BAD_USER_INPUT");
  });

  test("takes no literal but a string", () => {
    expect(() => scalar.parseLiteral({ kind: Kind.INT, value: "20250101" })).toThrow(HubError);
    expect(() => scalar.parseLiteral({ kind: Kind.NULL })).toThrow(HubError);
    expect(() => scalar.parseLiteral({ kind: Kind.LIST, values: [] })).toThrow(HubError);
  });
});

function refusalOf(work: () => unknown): HubError {
  try {
    return new HubError("INTERNAL", `taken as ${String(work())}`);
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    return error;
  }
}
