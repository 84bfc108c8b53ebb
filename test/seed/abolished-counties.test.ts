import { expect, test } from "vitest";
import { parseDay } from "../../seed/draw/calendar.ts";
import { abolishedCounties } from "../../seed/places/abolished-counties.ts";
import { cities, counties } from "../../seed/places/divisions.ts";

const inForce = new Set(counties.map(({ code }) => code));
const known = new Map(abolishedCounties.map((county) => [county.code, county]));

test.each([
  ["320103", "白下区", "2013-02-08", "320104"],
  ["320107", "下关区", "2013-02-08", "320106"],
  ["320202", "崇安区", "2015-10-13", "320213"],
  ["320203", "南长区", "2015-10-13", "320213"],
  ["320204", "北塘区", "2015-10-13", "320213"],
  ["320502", "沧浪区", "2012-09-01", "320508"],
  ["320503", "平江区", "2012-09-01", "320508"],
  ["320504", "金阊区", "2012-09-01", "320508"],
  ["320602", "崇川区", "2020-12-31", "320613"],
  ["320611", "港闸区", "2020-12-31", "320613"],
  ["320802", "清河区", "2016-06-08", "320812"],
  ["320811", "清浦区", "2016-06-08", "320812"],
  ["320684", "海门市", "2020-12-31", "320614"],
  ["329005", "江阴市", "1990-12-31", "320281"],
])("%s %s ended by %s and is %s today", (code, name, validToOn, successorCode) => {
  expect(known.get(code)).toMatchObject({ name, validToOn, successorCode });
});

test("no abolished code is in force, each once, and each leads to one that is", () => {
  expect(known.size).toBe(abolishedCounties.length);
  const parents = new Set(["32", ...cities.map(({ code }) => code)]);
  for (const { code, validToOn, successorCode, parentCode } of abolishedCounties) {
    expect(code).toMatch(/^32\d{4}$/);
    expect(inForce.has(code), code).toBe(false);
    expect(parseDay(validToOn), code).not.toBeNull();
    expect(parents.has(parentCode ?? ""), code).toBe(true);
    if (successorCode !== null) expect(inForce.has(successorCode), code).toBe(true);
  }
});
