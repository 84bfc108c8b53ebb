import { beforeAll, describe, expect, test } from "vitest";
import { itemNamed } from "../../seed/departments/catalogue.ts";
import { parseDay } from "../../seed/draw/calendar.ts";
import { isCaseNumber, isItemCode } from "../../subgraphs/shared/code-scheme.ts";
import { allDepartments } from "../support/sdl-rules.ts";
import { SEED_DAY } from "../support/seed-day.ts";
import { type GeneratedRow, generateRows } from "./generated-rows.ts";

const today = SEED_DAY;
let tables: Map<string, GeneratedRow[]>;

beforeAll(async () => {
  tables = await generateRows({ seed: 11, today: parseDay(today) ?? Number.NaN }, 6_000);
});

const rows = (table: string): GeneratedRow[] => tables.get(table) ?? [];
const valuesOf = (table: string, column: string) => rows(table).map((row) => row[column] ?? "");
const NOT_ACCEPTED_YET = ["DRAFT", "RECEIVED", "CORRECTION_REQUESTED", "NOT_ACCEPTED"];
const CLOSED = ["GRANTED", "REFUSED", "DELIVERED", "WITHDRAWN", "TERMINATED", "NOT_ACCEPTED"];

describe("the catalogue", () => {
  test("holds exactly 30 active items with 45 businesses, of departments there are", () => {
    expect(rows("services.items").filter((row) => row["is_active"] === "true")).toHaveLength(30);
    expect(new Set(valuesOf("services.items", "code")).size).toBe(30);
    expect(new Set(valuesOf("services.businesses", "code")).size).toBe(45);
    expect(rows("services.businesses")).toHaveLength(45);
    expect(valuesOf("services.items", "code").filter((code) => !isItemCode(code))).toEqual([]);
    expect(valuesOf("services.items", "department").filter((name) => !allDepartments.includes(name))).toEqual([]);
  });

  test("has the item that the README names, and a business for each item", () => {
    expect(itemNamed("medical-claim-enquiry").department).toBe("medical-insurance");
    expect(new Set(valuesOf("services.businesses", "item_code"))).toEqual(new Set(valuesOf("services.items", "code")));
  });
});

describe("cases", () => {
  test("name items and businesses of the catalogue, under numbers of their own", () => {
    const numbers = valuesOf("cases.cases", "number");
    expect(numbers.length).toBeGreaterThan(1_000);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.filter((number) => !isCaseNumber(number))).toEqual([]);
    const businesses = new Set(
      rows("services.businesses").map((row) => `${row["item_code"] ?? ""} ${row["code"] ?? ""}`),
    );
    const named = rows("cases.cases").map((row) => `${row["item_code"] ?? ""} ${row["business_code"] ?? ""}`);
    expect(named.filter((one) => !businesses.has(one))).toEqual([]);
    expect(new Set(valuesOf("cases.cases", "item_code")).size).toBe(30);
  });

  test("have days in their order, as far as their status has come", () => {
    for (const row of rows("cases.cases")) {
      const { status = null, opened_on: opened = null, accepted_on: accepted = null } = row;
      const { due_on: due = null, closed_on: closed = null } = row;
      expect(String(opened) < today).toBe(true);
      expect({ status, isClosed: closed !== null }).toEqual({ status, isClosed: CLOSED.includes(String(status)) });
      expect({ status, isAccepted: accepted !== null }).toEqual({
        status,
        isAccepted: !NOT_ACCEPTED_YET.includes(String(status)),
      });
      expect(due !== null).toBe(accepted !== null);
      if (accepted !== null) expect([String(opened) <= accepted, String(due) >= accepted]).toEqual([true, true]);
      if (closed !== null) expect([closed >= (accepted ?? String(opened)), closed < today]).toEqual([true, true]);
    }
  });

  test("are behind every award and every application for assistance", () => {
    const applicants = (code: string) =>
      new Set(rows("cases.cases").flatMap((row) => (row["item_code"] === code ? [row["resident_id"]] : [])));
    const awarded = applicants("temporary-assistance");
    expect(valuesOf("civil-affairs.awards", "resident_id").filter((id) => !awarded.has(id))).toEqual([]);
  });
});

describe("monitoring", () => {
  test("certifies what Civil Affairs has granted, and gives nothing before", () => {
    const standing = new Map(
      rows("civil-affairs.recipients").map((row) => [row["resident_id"], row["assistance_status"]] as const),
    );
    for (const row of rows("monitoring.monitored_persons")) {
      const isPending = standing.get(row["resident_id"] ?? "") === "APPLIED";
      expect(row["certification"] === "PENDING").toBe(isPending);
      expect(row["certified_on"] === null).toBe(isPending);
    }
    const granted = [...standing].filter(([, status]) => status === "GRANTED").map(([id]) => id);
    expect(valuesOf("monitoring.benefits", "resident_id").filter((id) => !granted.includes(id))).toEqual([]);
  });

  test("takes 50.40 yuan a month off the bills, once for each month", () => {
    expect(new Set(valuesOf("monitoring.benefits", "amount_fen"))).toEqual(new Set(["5040"]));
    const months = rows("monitoring.benefits").map(
      (row) => `${row["resident_id"] ?? ""} ${row["period_starts_on"] ?? ""}`,
    );
    expect(new Set(months).size).toBe(months.length);
    expect(months.length).toBeGreaterThan(50);
    for (const row of rows("monitoring.benefits")) {
      expect(row["period_starts_on"]).toMatch(/-01$/);
      expect(String(row["changed_on"]) < today && String(row["period_ends_on"]) <= today).toBe(true);
    }
  });
});
