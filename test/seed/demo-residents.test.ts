import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDay } from "../../seed/draw/calendar.ts";
import { demoAccounts } from "../../seed/departments/demo-accounts.ts";
import { demoAreaName } from "../../seed/places/demo-area-names.ts";
import { DEMO_PERSONS, demoResidents } from "../../seed/people/demo-residents.ts";
import { demoPlaces } from "../../seed/places/places.ts";
import { SEED_DAY } from "../support/seed-day.ts";
import { faultOfIdNumber } from "../../subgraphs/shared/id-number.ts";
import { generateRows } from "./generated-rows.ts";

const today = parseDay(SEED_DAY) ?? Number.NaN;

describe("demoResidents", () => {
  test("are there for every seed, even in the smallest load", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(Number.MAX_SAFE_INTEGER), async (seed) => {
        const tables = await generateRows({ seed, today }, DEMO_PERSONS);
        const found = new Map(tables.get("population.residents")?.map((row) => [row["resident_id"], row]));
        for (const { residentId, name, idNumber, areaCode, birthOn } of Object.values(demoResidents)) {
          expect(faultOfIdNumber(idNumber)).toBeNull();
          expect(found.get(residentId)).toMatchObject({
            name,
            id_number: idNumber,
            area_code: areaCode,
            birth_on: birthOn,
          });
        }
      }),
      { numRuns: 20 },
    );
  });

  test("have the lives the report tells", async () => {
    const tables = await generateRows({ seed: 5, today }, 64);
    const { wanRenxing, zhangGuimei, guoJun, gaoGuilan } = demoResidents;
    const of = (table: string, resident: { residentId: string }) =>
      tables.get(table)?.filter((row) => row["resident_id"] === resident.residentId) ?? [];

    expect(demoPlaces.divisions.find(({ code }) => code === wanRenxing.areaCode)).toMatchObject({
      name: "春风村",
      parentCode: "320205105",
    });
    expect(of("civil-affairs.recipients", wanRenxing)).toMatchObject([
      { assistance_status: "APPLIED", assistance_category: "MINIMUM_LIVING", assistance_monthly_fen: null },
    ]);
    expect(of("civil-affairs.awards", wanRenxing)).toEqual([]);
    expect(of("medical-insurance.claims", wanRenxing)).toHaveLength(4);
    const wangge = demoAccounts.find(({ username }) => username === "wangge");
    expect(of("grid.visits", wanRenxing)[0]).toMatchObject({
      visitor: "GRID_WORKER",
      kind: "CARE",
      recorded_by: wangge?.accountId,
    });
    expect(of("grid.follow_ups", wanRenxing).filter((row) => row["done_on"] === null)).toMatchObject([
      { kind: "HELP_TO_APPLY" },
    ]);
    expect(of("health.supports", wanRenxing)).toEqual([]);
    // Watched while he waits; nothing is given before it is granted.
    expect(of("monitoring.monitored_persons", wanRenxing)).toMatchObject([
      { level: "MINIMUM_LIVING", certification: "PENDING", certified_on: null },
    ]);
    expect(of("monitoring.benefits", wanRenxing)).toEqual([]);
    expect(of("cases.cases", wanRenxing)).toMatchObject([
      { item_code: "minimum-living-guarantee", origin: "VILLAGE", closed_on: null },
    ]);

    expect(zhangGuimei.areaCode).toMatch(/^320481/);
    expect(of("civil-affairs.recipients", zhangGuimei)).toMatchObject([
      { assistance_status: "GRANTED", assistance_category: null },
    ]);
    expect(of("civil-affairs.awards", zhangGuimei).map((row) => row["reason"])).toEqual(["ILLNESS", "RIGID_SPENDING"]);

    expect(of("cases.cases", zhangGuimei)).toMatchObject([
      { item_code: "temporary-assistance", origin: "GRID_REFERRAL", status: "GRANTED" },
      { item_code: "temporary-assistance", status: "GRANTED" },
    ]);

    expect(guoJun.areaCode).toMatch(/^320105006/);
    expect(of("cases.cases", guoJun)).toMatchObject([{ item_code: "medical-reimbursement", closed_on: null }]);
    expect(of("social-security.participations", guoJun).map((row) => row["status"])).toEqual(Array(5).fill("ACTIVE"));
    expect(of("medical-insurance.claims", guoJun).every((row) => row["diagnosis"] !== null)).toBe(true);
    expect(of("medical-insurance.enrolments", guoJun)).toMatchObject([{ scheme: "EMPLOYEE", status: "ACTIVE" }]);

    expect(gaoGuilan.areaCode).toMatch(/^320105006/);
    expect(of("civil-affairs.recipients", gaoGuilan)).toMatchObject([
      { assistance_status: null, allowance_band_age: "80", allowance_starts_on: "2021-10-01", allowance_ends_on: null },
    ]);
  });
});

describe("demoAccounts", () => {
  test("are those of the design, one role each, in areas the hub knows", () => {
    expect(
      demoAccounts.map(({ username, role, areas: [area], department }) => [username, role, area, department]),
    ).toEqual([
      ["wangjia", "window_clerk", "320105006", null],
      ["ruili", "centre_head", "320411122", null],
      ["chunfeng", "village_worker", demoResidents.wanRenxing.areaCode, null],
      ["wangge", "grid_worker", "320205105", null],
      ["xibei", "window_clerk", "320205105", null],
      ["liyang", "window_clerk", "320481106", null],
      ["minzheng", "department_officer", "3202", "civil-affairs"],
      ["renshe", "department_officer", "3202", "social-security"],
      ["yibao", "department_officer", "3202", "medical-insurance"],
      ["shending", "standards_reviewer", "32", null],
      ["bianzhi", "standards_drafter", "320105", null],
      ["fenxi", "analyst", "32", null],
      ["shenji", "auditor", "32", null],
      ["jianshen", "auditor", "32", null],
      ["guanli", "account_admin", "32", null],
      ["guojun", "resident", demoResidents.guoJun.areaCode, null],
      ["fuhe", "account_admin", "32", null],
      ["hukou", "department_officer", "32", "population"],
      ["weijian", "department_officer", "32", "health"],
      ["shuiwu", "department_officer", "32", "taxation"],
      ["gongjijin", "department_officer", "32", "housing-fund"],
      ["shuidian", "department_officer", "32", "utilities"],
      ["xinglong", "centre_head", "320105006", null],
    ]);
    expect(demoAccounts.map(({ areas: [area] }) => demoAreaName(area)).filter((name) => name === null)).toEqual([]);
    expect(demoAreaName("3202")).toBe("江苏省无锡市");
    const residents = demoAccounts.filter(({ residentId }) => residentId !== null);
    expect(residents.map(({ username, residentId }) => [username, residentId])).toEqual([
      ["guojun", demoResidents.guoJun.residentId],
    ]);
    const codes = new Set(demoPlaces.divisions.map(({ code }) => code));
    expect(demoAccounts.every(({ areas }) => areas.every((area) => codes.has(area)))).toBe(true);
  });
});
