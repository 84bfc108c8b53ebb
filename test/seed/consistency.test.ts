import { beforeAll, describe, expect, test } from "vitest";
import { ALLOWANCE_BANDS, MINIMUM_LIVING_STANDARD_FEN } from "../../seed/departments/civil-affairs.ts";
import { MAX_CLAIMS } from "../../seed/departments/medical-insurance.ts";
import { CONTRIBUTION_BASE_FEN } from "../../seed/departments/social-security.ts";
import { ageOn, type Day, monthsBetween, parseDay } from "../../seed/draw/calendar.ts";
import { compoundSurname, normalizeName } from "../../subgraphs/shared/person-name.ts";
import { SEED_DAY } from "../support/seed-day.ts";
import { type GeneratedRow, generateRows } from "./generated-rows.ts";

const RESIDENTS = 6_000;
const today = day(SEED_DAY);
let tables: Map<string, GeneratedRow[]>;
let byResident: Map<string, GeneratedRow>;

beforeAll(async () => {
  tables = await generateRows({ seed: 11, today }, RESIDENTS);
  byResident = new Map(rows("population.residents").map((row) => [text(row, "resident_id"), row]));
});

describe("population", () => {
  test("ages follow the province's pyramid", () => {
    const ages = rows("population.residents").map(ageOf);
    const share = (from: number, to: number) => ages.filter((age) => age >= from && age < to).length / ages.length;
    expect(share(0, 15)).toBeCloseTo(0.15, 1);
    expect(share(60, 200)).toBeCloseTo(0.22, 1);
    expect(share(80, 200)).toBeGreaterThan(0.015);
    expect(share(80, 200)).toBeLessThan(0.06);
  });

  test("members of a household share its village, and every household has members", () => {
    const villages = new Map(rows("population.households").map((row) => [row["household_id"], row["area_code"]]));
    const inhabited = new Set<string>();
    for (const resident of rows("population.residents")) {
      const household = resident["household_id"] ?? null;
      if (household === null) continue;
      inhabited.add(household);
      expect(villages.get(household)).toBe(resident["area_code"]);
    }
    expect(inhabited.size).toBe(villages.size);
  });

  test("names are of every kind that a register holds, each in the form in which names are stored", () => {
    const names = rows("population.residents").map((row) => row["name"] ?? "");
    expect(names.filter((name) => name !== normalizeName(name))).toEqual([]);
    for (const kind of [/^[^·]+·[^·]+$/, /·.*·/, /[\u{10000}-\u{10FFFF}]/u]) {
      expect(
        names.some((name) => kind.test(name)),
        String(kind),
      ).toBe(true);
    }
    expect(names.some((name) => compoundSurname(name) !== null)).toBe(true);
    expect(rows("population.residents").some((row) => row["other_name_initials"] !== null)).toBe(true);
  });

  test("every area but the province has a known parent that its code begins with", () => {
    const codes = new Set(rows("population.areas").map((row) => row["code"]));
    for (const row of rows("population.areas")) {
      const [code, parent] = [text(row, "code"), row["parent_code"] ?? null];
      if (code === "32") expect(parent).toBeNull();
      else expect(parent !== null && codes.has(parent) && code.startsWith(parent), code).toBe(true);
    }
    const lengths = rows("population.areas")
      .filter((row) => row["valid_to_on"] === null)
      .map((row) => row["code"]?.length);
    expect([2, 4, 6].map((length) => lengths.filter((other) => other === length).length)).toEqual([1, 13, 95]);
    expect(rows("population.residents").every((row) => codes.has(row["area_code"] ?? ""))).toBe(true);
  });

  test("names have a surname and a given name, phones eleven digits nobody was given", () => {
    for (const row of rows("population.residents")) {
      expect(text(row, "name")).toMatch(/^(?:\p{Script=Han}{2,4}|\p{Script=Han}+(?:·\p{Script=Han}+){1,2})$/u);
      expect(row["phone"] ?? "15400000000").toMatch(/^154\d{8}$/);
    }
  });
});

describe("other departments", () => {
  test("know a resident's village as Population does", () => {
    for (const [name, own] of tables) {
      for (const row of own) {
        const resident = byResident.get(row["resident_id"] ?? "");
        // An account may belong to a resident; most belong to staff.
        if (typeof row["resident_id"] === "string") expect(row["area_code"], name).toBe(resident?.["area_code"]);
      }
    }
  });
});

describe("SocialSecurity", () => {
  test("never has more months than since the eighteenth birthday", () => {
    for (const row of rows("social-security.participations")) {
      const possible = monthsBetween(day(birthOf(row)), today) - 18 * 12;
      expect(Number(row["paid_months"])).toBeGreaterThanOrEqual(0);
      expect(Number(row["paid_months"])).toBeLessThanOrEqual(possible);
    }
  });

  test("pays a pension from its month on to those who have paid for fifteen years", () => {
    const months = new Map(
      rows("social-security.participations")
        .filter((row) => row["insurance"] === "PENSION")
        .map((row) => [row["resident_id"], Number(row["paid_months"])]),
    );
    for (const row of rows("social-security.insured_persons")) {
      const isPaid = row["status"] === "RECEIVING_BENEFITS";
      expect(row["pension_monthly_fen"] !== null).toBe(isPaid);
      expect(row["pension_starts_on"] !== null).toBe(isPaid);
      if (!isPaid) continue;
      expect(months.get(row["resident_id"] ?? "")).toBeGreaterThanOrEqual(180);
      expect(text(row, "pension_starts_on")).toMatch(/-01$/);
      expect(day(text(row, "pension_starts_on"))).toBeLessThanOrEqual(today);
      expect(ageOf(residentOf(row))).toBeGreaterThanOrEqual(50);
    }
  });

  test("stands for the pension insurance", () => {
    const pensions = rows("social-security.participations").filter((row) => row["insurance"] === "PENSION");
    const statuses = new Map(pensions.map((row) => [row["resident_id"], row["status"]]));
    for (const row of rows("social-security.insured_persons")) {
      expect(statuses.get(row["resident_id"] ?? "")).toBe(row["status"]);
    }
    expect(pensions.length).toBe(rows("social-security.insured_persons").length);
  });

  test("gives employees five insurances, an employer and a base within the limits", () => {
    const employed = rows("social-security.participations").filter((row) => row["employer"] !== null);
    const counts = new Map<string, number>();
    for (const row of employed) {
      counts.set(text(row, "resident_id"), (counts.get(text(row, "resident_id")) ?? 0) + 1);
      expect(Number(row["contribution_base_fen"])).toBeGreaterThanOrEqual(CONTRIBUTION_BASE_FEN.floor);
      expect(Number(row["contribution_base_fen"])).toBeLessThanOrEqual(CONTRIBUTION_BASE_FEN.ceiling);
    }
    expect(counts.size).toBeGreaterThan(RESIDENTS / 5);
    expect(new Set(counts.values())).toEqual(new Set([5]));
  });

  test("knows every status", () => {
    const statuses = new Set(rows("social-security.participations").map((row) => row["status"]));
    expect(statuses).toEqual(new Set(["ACTIVE", "SUSPENDED", "ENDED", "RECEIVING_BENEFITS"]));
  });
});

describe("MedicalInsurance", () => {
  test("has an account for employees only, and stands as Social Security says", () => {
    const medical = rows("social-security.participations").filter((row) => row["insurance"] === "MEDICAL");
    const statuses = new Map(medical.map((row) => [row["resident_id"], row["status"]]));
    for (const row of rows("medical-insurance.enrolments")) {
      expect(row["personal_account_balance_fen"] === null).toBe(row["scheme"] === "RESIDENT");
      const known = statuses.get(row["resident_id"] ?? "") ?? "ACTIVE";
      expect(row["status"]).toBe(known === "RECEIVING_BENEFITS" ? "ACTIVE" : known);
    }
  });

  test("reimburses no more than was charged, to people who are enrolled and born", () => {
    const enrolled = new Set(rows("medical-insurance.enrolments").map((row) => row["resident_id"]));
    const counts = new Map<string, number>();
    for (const row of rows("medical-insurance.claims")) {
      const resident = text(row, "resident_id");
      counts.set(resident, (counts.get(resident) ?? 0) + 1);
      expect(enrolled.has(resident)).toBe(true);
      expect(Number(row["total_fen"])).toBeGreaterThan(0);
      expect(Number(row["reimbursed_fen"])).toBeGreaterThanOrEqual(0);
      expect(Number(row["reimbursed_fen"])).toBeLessThanOrEqual(Number(row["total_fen"]));
      expect(day(text(row, "settled_on"))).toBeGreaterThanOrEqual(day(birthOf(row)));
      expect(day(text(row, "settled_on"))).toBeLessThan(today);
      expect(Number(row["claim_id"])).toBeLessThan(10 ** 18);
    }
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(MAX_CLAIMS);
  });
});

describe("Assistance", () => {
  test("supports one or two in a hundred households, and pays below the standard", () => {
    const granted = rows("civil-affairs.recipients").filter(
      (row) => row["assistance_category"] === "MINIMUM_LIVING" && row["assistance_status"] === "GRANTED",
    );
    const households = new Map<string, string | null>();
    for (const row of granted) households.set(householdOf(row), row["assistance_monthly_fen"] ?? null);
    const share = households.size / rows("population.households").length;
    expect(share).toBeGreaterThan(0.01);
    expect(share).toBeLessThan(0.02);
    for (const row of granted) {
      expect(households.get(householdOf(row))).toBe(row["assistance_monthly_fen"]);
      expect(Number(row["assistance_monthly_fen"])).toBeGreaterThan(0);
      expect(Number(row["assistance_monthly_fen"])).toBeLessThan(MINIMUM_LIVING_STANDARD_FEN * 7);
    }
  });

  test("awards to recipients only, with an id that fits", () => {
    const recipients = new Set(
      rows("civil-affairs.recipients")
        .filter((row) => row["assistance_status"] !== null)
        .map((row) => row["resident_id"]),
    );
    for (const row of rows("civil-affairs.awards")) {
      expect(recipients.has(row["resident_id"] ?? "")).toBe(true);
      expect(Number(row["amount_fen"])).toBeGreaterThan(0);
      expect(Number(row["award_id"])).toBeLessThan(10 ** 18);
      expect(day(text(row, "awarded_on"))).toBeLessThan(today);
    }
  });
});

describe("OldAgeAllowance", () => {
  test("is the band of the age, from the month it was reached", () => {
    const allowed = rows("civil-affairs.recipients").filter((row) => row["allowance_band_age"] !== null);
    for (const row of allowed) {
      const age = ageOf(residentOf(row));
      const band = ALLOWANCE_BANDS.findLast(({ bandAge }) => age >= bandAge);
      expect(row["allowance_band_age"]).toBe(String(band?.bandAge));
      expect(row["allowance_monthly_fen"]).toBe(String(band?.monthlyFen));
      const reached = Number(birthOf(row).slice(0, 4)) + (band?.bandAge ?? 0);
      expect(text(row, "allowance_starts_on")).toBe(`${reached}-${birthOf(row).slice(5, 7)}-01`);
    }
    const old = rows("population.residents").filter((row) => ageOf(row) >= 80);
    expect(allowed.length).toBeGreaterThan(old.length * 0.9);
    expect(allowed.length).toBeLessThanOrEqual(old.length);
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

function day(value: string): Day {
  return parseDay(value) ?? Number.NaN;
}

function residentOf(row: GeneratedRow): GeneratedRow {
  const resident = byResident.get(text(row, "resident_id"));
  if (resident === undefined) throw new Error(`No resident ${text(row, "resident_id")}.`);
  return resident;
}

function birthOf(row: GeneratedRow): string {
  return text(residentOf(row), "birth_on");
}

function householdOf(row: GeneratedRow): string {
  return text(residentOf(row), "household_id");
}

function ageOf(resident: GeneratedRow): number {
  return ageOn(day(text(resident, "birth_on")), today);
}
