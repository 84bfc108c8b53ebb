import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { ageOn, parseDay } from "../../seed/draw/calendar.ts";
import { demoResidents } from "../../seed/people/demo-residents.ts";
import { type Truth, truthsOfBlock, writeTruth } from "../../seed/truth/write-truth.ts";
import { SEED_DAY } from "../support/seed-day.ts";
import { type GeneratedRow, generateRows } from "./generated-rows.ts";

const RESIDENTS = 6_000;
const world = { seed: 4, today: parseDay(SEED_DAY) ?? Number.NaN };
const STANDARD_FEN = 100_000;

let truths: Truth[];
let tables: Map<string, GeneratedRow[]>;
let residents: GeneratedRow[];
beforeAll(async () => {
  truths = Array.from({ length: Math.ceil(RESIDENTS / 64) }, (_, block) =>
    truthsOfBlock(world, block, RESIDENTS),
  ).flat();
  tables = await generateRows(world, RESIDENTS);
  residents = tables.get("population.residents") ?? [];
});

const rowsOf = (table: string) => new Map((tables.get(table) ?? []).map((row) => [row["resident_id"], row]));
const idsWith = (rule: keyof Truth["rules"], verdict: string) =>
  truths.filter(({ rules }) => rules[rule].verdict === verdict).map(({ residentId }) => residentId);

describe("the truth", () => {
  test("is told of everybody in the order of the register", () => {
    expect(truths.map(({ residentId }) => residentId)).toEqual(residents.map((row) => row["resident_id"]));
  });

  test("of the old-age allowance is the age in the register", () => {
    const old = residents.filter((row) => ageOn(parseDay(row["birth_on"] ?? "") ?? 0, world.today) >= 80);
    expect(idsWith("old-age-allowance", "HOLDS")).toEqual(old.map((row) => row["resident_id"]));
    expect(idsWith("old-age-allowance", "UNKNOWN")).toEqual([]);
    const recipients = rowsOf("civil-affairs.recipients");
    for (const { residentId, rules } of truths) {
      const isPaid = (recipients.get(residentId)?.["allowance_band_age"] ?? null) !== null;
      const rule = rules["old-age-allowance"];
      expect(rule.verdict === "HOLDS" && rule.isReceived).toBe(isPaid);
    }
    // Some are due it and do not get it: they are who a benefit without an application is for.
    expect(
      truths.some(({ rules: { "old-age-allowance": rule } }) => rule.verdict === "HOLDS" && !rule.isReceived),
    ).toBe(true);
  });

  test("of the minimum living allowance holds where it was granted, and is no to nobody but those with too much", () => {
    const recipients = rowsOf("civil-affairs.recipients");
    const pensions = rowsOf("social-security.insured_persons");
    const bases = new Map(
      (tables.get("social-security.participations") ?? [])
        .filter((row) => row["insurance"] === "PENSION" && row["employer"] !== null)
        .map((row) => [row["resident_id"], Number(row["contribution_base_fen"])]),
    );
    const household = Map.prototype.get.bind(
      residents.reduce((all, row) => {
        const key = row["household_id"] ?? `alone ${row["resident_id"]}`;
        return all.set(key, [...(all.get(key) ?? []), row]);
      }, new Map<string, GeneratedRow[]>()),
    ) as (key: string) => GeneratedRow[];
    const knownFen = (row: GeneratedRow) => {
      const id = row["resident_id"] ?? "";
      return bases.get(id) ?? Number(pensions.get(id)?.["pension_monthly_fen"] ?? 0);
    };
    for (const [place, { residentId, rules }] of truths.entries()) {
      const own = recipients.get(residentId);
      const category = own?.["assistance_status"] === "GRANTED" ? (own["assistance_category"] ?? null) : null;
      const rule = rules["minimum-living-guarantee"];
      if (category !== null) {
        expect(rule.verdict).toBe(category === "MINIMUM_LIVING" ? "HOLDS" : "FAILS");
        continue;
      }
      const row = residents[place] ?? {};
      const members = household(row["household_id"] ?? `alone ${residentId}`);
      const isTooMuch = members.reduce((sum, one) => sum + knownFen(one), 0) >= STANDARD_FEN * members.length;
      expect(rule.verdict, residentId).toBe(isTooMuch ? "FAILS" : "UNKNOWN");
      if (rule.verdict === "UNKNOWN") expect(rule.missing).toContain("assets");
    }
  });

  test("of the pension holds for who has the age and the months, paid out or not", () => {
    const pensions = rowsOf("social-security.insured_persons");
    for (const id of idsWith("resident-pension-payment", "HOLDS")) {
      const months = (tables.get("social-security.participations") ?? []).find(
        (row) => row["resident_id"] === id && row["insurance"] === "PENSION",
      );
      expect(Number(months?.["paid_months"])).toBeGreaterThanOrEqual(180);
      expect(pensions.has(id)).toBe(true);
    }
    expect(idsWith("resident-pension-payment", "HOLDS").length).toBeGreaterThan(RESIDENTS / 50);
  });

  test("of 万仁兴 waits for one decision", () => {
    const wan = truths.find(({ residentId }) => residentId === demoResidents.wanRenxing.residentId);
    expect(wan?.rules["utility-reduction"]).toEqual({
      verdict: "UNKNOWN",
      missing: ["decision on the minimum living allowance"],
    });
    expect(wan?.rules["minimum-living-guarantee"].verdict).toBe("UNKNOWN");
  });

  test("has a person for every verdict a rule can come to", () => {
    for (const rule of ["minimum-living-guarantee", "minimum-living-margin", "extreme-poverty-support"] as const) {
      for (const verdict of ["HOLDS", "FAILS", "UNKNOWN"]) expect(idsWith(rule, verdict), rule).not.toEqual([]);
    }
  });
});

describe("writeTruth", () => {
  test("writes one JSON object a line, and nothing of a file it can't finish", async () => {
    const folder = await mkdtemp(join(tmpdir(), "onedoor-truth-"));
    try {
      await writeTruth(join(folder, "truth.jsonl"), world, 100);
      const lines = (await readFile(join(folder, "truth.jsonl"), "utf8")).trimEnd().split("\n");
      expect(lines.map((line) => JSON.parse(line) as Truth)).toEqual(
        truths.slice(0, 64).concat(truthsOfBlock(world, 1, 100)),
      );
      await expect(writeTruth(join(folder, "missing", "truth.jsonl"), world, 100)).rejects.toThrow("ENOENT");
      expect(await readdir(folder)).toEqual(["truth.jsonl"]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
