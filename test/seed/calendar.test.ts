import { describe, expect, test } from "vitest";
import {
  addWorkingDays,
  addYears,
  ageOn,
  type Day,
  dayText,
  firstOfNextMonth,
  monthsBetween,
  parseDay,
} from "../../seed/draw/calendar.ts";

function day(text: string): Day {
  return parseDay(text) ?? Number.NaN;
}

describe("parseDay", () => {
  test.each(["2026-02-30", "2026-1-1", "", "2026-01-01T00:00:00Z"])("refuses %j", (text) => {
    expect(parseDay(text)).toBeNull();
  });
});

describe("addYears", () => {
  test.each([
    ["2024-02-29", 1, "2025-02-28"],
    ["2024-02-29", 4, "2028-02-29"],
    ["2025-02-28", -1, "2024-02-28"],
    ["1952-03-15", 60, "2012-03-15"],
  ])("%s and %i years is %s", (from, years, to) => {
    expect(dayText(addYears(day(from), years))).toBe(to);
  });
});

describe("ageOn", () => {
  test.each([
    ["1944-02-29", "2024-02-28", 79],
    ["1944-02-29", "2024-02-29", 80],
    ["1944-02-29", "2025-02-28", 80],
    ["1945-02-28", "2025-02-28", 80],
    ["2026-01-01", "2026-01-01", 0],
  ])("born %s is on %s %i years old", (birth, on, age) => {
    expect(ageOn(day(birth), day(on))).toBe(age);
  });
});

describe("monthsBetween", () => {
  test.each([
    ["2025-01-31", "2025-02-28", 0],
    ["2025-01-15", "2025-02-15", 1],
    ["2010-08-01", "2026-01-01", 185],
    ["2026-01-02", "2026-01-01", 0],
  ])("from %s to %s is %i", (from, to, months) => {
    expect(monthsBetween(day(from), day(to))).toBe(months);
  });
});

describe("firstOfNextMonth", () => {
  test.each([
    ["2026-01-31", "2026-02-01"],
    ["2026-02-01", "2026-03-01"],
    ["2025-12-08", "2026-01-01"],
  ])("after %s is %s", (from, to) => {
    expect(dayText(firstOfNextMonth(day(from)))).toBe(to);
  });
});

describe("addWorkingDays", () => {
  test.each([
    ["2026-01-02", 0, "2026-01-02"],
    ["2026-01-02", 1, "2026-01-05"],
    ["2026-01-03", 1, "2026-01-05"],
    ["2026-01-04", 1, "2026-01-05"],
    ["2026-01-05", 5, "2026-01-12"],
    ["2026-01-05", 20, "2026-02-02"],
  ])("%s and %i is %s", (from, count, to) => {
    expect(dayText(addWorkingDays(day(from), count))).toBe(to);
  });
});
