import { beforeAll, describe, expect, test } from "vitest";
import { CERTIFICATES_BEGAN, SUPPORT_MONTHLY_FEN } from "../../seed/departments/health.ts";
import { MAX_VISITS } from "../../seed/departments/visits.ts";
import { ageOn, getDay } from "../../seed/draw/calendar.ts";
import { SEED_DAY } from "../support/seed-day.ts";
import { type GeneratedRow, generateRows } from "./generated-rows.ts";

const today = getDay(SEED_DAY);
let tables: Map<string, GeneratedRow[]>;
let byResident: Map<string, GeneratedRow>;

beforeAll(async () => {
  tables = await generateRows({ seed: 11, today }, 6_000);
  byResident = new Map(rows("population.residents").map((row) => [text(row, "resident_id"), row]));
});

describe("BirthRegistration", () => {
  test("is there for those born since there are certificates, within days, each with a number of its own", () => {
    const registered = rows("health.birth_registrations");
    for (const row of registered) {
      const days = getDay(text(row, "registered_on")) - birthOf(row);
      expect(birthOf(row)).toBeGreaterThanOrEqual(CERTIFICATES_BEGAN);
      expect(days).toBeGreaterThanOrEqual(0);
      expect(days).toBeLessThanOrEqual(20);
      expect(text(row, "certificate_number")).toMatch(/^Z\d{9}$/);
    }
    expect(new Set(registered.map((row) => row["certificate_number"])).size).toBe(registered.length);
    const born = rows("population.residents").filter((row) => getDay(text(row, "birth_on")) >= CERTIFICATES_BEGAN);
    expect(registered.length).toBeGreaterThan(born.length * 0.9);
    expect(registered.length).toBeLessThan(born.length);
  });
});

describe("FamilyPlanningSupport", () => {
  test("is paid at its amount while it is granted, from a day that has come", () => {
    for (const row of rows("health.supports")) {
      const isGranted = row["status"] === "GRANTED";
      const kind = text(row, "kind") as keyof typeof SUPPORT_MONTHLY_FEN;
      expect(row["monthly_fen"]).toBe(isGranted ? String(SUPPORT_MONTHLY_FEN[kind]) : null);
      expect(row["starts_on"] === null).toBe(row["status"] === "APPLIED");
      expect(row["ends_on"] !== null).toBe(row["status"] === "ENDED");
      if (row["starts_on"] != null) expect(getDay(row["starts_on"])).toBeLessThan(today);
    }
  });

  test("for a child's death is rare, and what is usual is not", () => {
    const kinds = rows("health.supports").map((row) => row["kind"]);
    const share = (kind: string) => kinds.filter((one) => one === kind).length / rows("population.residents").length;
    expect(new Set(kinds).size).toBe(4);
    expect(share("LOSS_OF_CHILD")).toBeLessThan(0.004);
    expect(share("RURAL_REWARD")).toBeGreaterThan(0.005);
  });
});

describe("Visit", () => {
  test("is made to old people who live alone and to the poor far more often than to others", () => {
    const counts = new Map<string, number>();
    for (const row of rows("grid.visits")) {
      counts.set(text(row, "resident_id"), (counts.get(text(row, "resident_id")) ?? 0) + 1);
    }
    const sizes = new Map<string | null | undefined, number>();
    for (const { household_id: id } of byResident.values()) sizes.set(id, (sizes.get(id) ?? 0) + 1);
    const assisted = new Set(
      rows("civil-affairs.recipients")
        .filter((row) => row["assistance_category"] !== null)
        .map((row) => row["resident_id"]),
    );
    const mean = (found: GeneratedRow[]) => {
      const visits = found.map((row) => counts.get(text(row, "resident_id")) ?? 0);
      return visits.reduce((sum, one) => sum + one, 0) / visits.length;
    };
    const people = [...byResident.values()];
    const isAlone = (row: GeneratedRow) => ageIn(row) >= 65 && sizes.get(row["household_id"]) === 1;
    const others = people.filter((row) => ageIn(row) < 65 && !assisted.has(row["resident_id"] ?? null));
    expect(mean(people.filter(isAlone))).toBeGreaterThan(5);
    expect(mean(people.filter((row) => assisted.has(row["resident_id"] ?? null)))).toBeGreaterThan(3);
    expect(mean(others)).toBeLessThan(0.5);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(MAX_VISITS);
  });

  test("has findings exactly where its outcome says so, and tasks of its own", () => {
    const keyOf = (row: GeneratedRow) => `${text(row, "resident_id")}-${text(row, "visit_id")}`;
    const visits = new Map(rows("grid.visits").map((row) => [keyOf(row), row]));
    expect(visits.size).toBe(rows("grid.visits").length);
    const withFindings = new Set(rows("grid.findings").map(keyOf));
    for (const [key, row] of visits) {
      expect(withFindings.has(key)).toBe(row["outcome"] === "FINDINGS");
      expect(getDay(text(row, "visited_on"))).toBeGreaterThanOrEqual(birthOf(row));
      expect(getDay(text(row, "visited_on"))).toBeLessThan(today);
    }
    for (const row of rows("grid.follow_ups")) {
      const visited = getDay(text(visits.get(keyOf(row)) ?? {}, "visited_on"));
      expect(getDay(text(row, "due_on"))).toBeGreaterThanOrEqual(visited);
      const isDone = row["done_on"] !== null;
      for (const column of ["result", "done_by", "done_key", "done_hash", "done_at"]) {
        expect(row[column] !== null, column).toBe(isDone);
      }
      if (isDone) expect(getDay(text(row, "done_on"))).toBeLessThan(today);
      if (isDone) expect(getDay(text(row, "done_on"))).toBeGreaterThanOrEqual(visited);
    }
  });

  test("leaves some tasks open, and few of them past their day", () => {
    const open = rows("grid.follow_ups").filter((row) => row["done_on"] === null);
    const overdue = open.filter((row) => getDay(text(row, "due_on")) < today);
    expect(overdue.length).toBeGreaterThan(0);
    expect(overdue.length).toBeLessThan(rows("grid.follow_ups").length * 0.1);
    expect(open.length).toBeGreaterThan(overdue.length);
  });

  test("can be made to everybody", () => {
    expect(rows("grid.residents").length).toBe(byResident.size);
  });
});

function rows(table: string): GeneratedRow[] {
  const found = tables.get(table);
  if (found === undefined) throw new Error(`Nothing was generated for ${table}.`);
  return found;
}

function text(row: GeneratedRow, column: string): string {
  const value = row[column];
  if (value == null) throw new Error(`${column} is null.`);
  return value;
}

function birthOf(row: GeneratedRow): number {
  return getDay(text(byResident.get(text(row, "resident_id")) ?? {}, "birth_on"));
}

function ageIn(resident: GeneratedRow): number {
  return ageOn(getDay(text(resident, "birth_on")), today);
}
