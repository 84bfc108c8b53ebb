import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { registeredResident } from "../support/rows/population.ts";
import { idNumberOf } from "../support/rows/resident.ts";

const hub: TestHub = await openHub();
const clerk = { roles: ["window_clerk"], areas: ["320105006"], sub: "8001" };
const there = idNumberOf("1", "1950-01-02");

/** Numbers with the same place and day of birth, of nobody. */
const missing = (count: number, birthOn = "1950-01-02", from = 10): string[] =>
  Array.from({ length: count }, (_, at) => idNumberOf(String(from + at), birthOn));
const daysApart = (count: number) => Array.from({ length: count }, (_, at) => idNumberOf("7", `19${60 + at}-03-04`));

const askFor = (numbers: readonly string[], viewer = clerk): Promise<Reply> =>
  hub.ask({
    query: `{ ${numbers.map((number, at) => `n${at}: residentByIdNumber(idNumber: "${number}") { id }`).join(" ")} }`,
    ...viewer,
  });
const outcomeOf = async (numbers: readonly string[], viewer = clerk): Promise<string> => {
  const reply = await askFor(numbers, viewer);
  const codes = [...new Set(reply.errors.map(({ extensions }) => extensions.code))];
  return codes.length > 0 ? codes.join() : reply.text.includes('"id"') ? "found" : "none";
};

beforeEach(async () => {
  await hub.sql`truncate population.residents, population.missed_lookups`;
  await hub.sql`update population.lookup_rules set value = case
    when name = 'account_day' then 200 when name = 'prefix_day' then 60 else 10 end`;
  await registeredResident(hub.sql, { id: "1001", idNumber: there });
});
afterAll(() => hub.close());

describe("Query.residentByIdNumber", () => {
  test("finds whoever is there, however often, and counts nothing for it", async () => {
    for (let time = 0; time < 15; time += 1) expect(await outcomeOf([there])).toBe("found");
    expect(await hub.sql`select from population.missed_lookups`).toHaveLength(0);
  });

  test("is refused past the budget, the right number like any other", async () => {
    for (const number of daysApart(10)) expect(await outcomeOf([number])).toBe("none");
    expect(await outcomeOf([there])).toBe("found");
    expect(await outcomeOf(daysApart(11).slice(10))).toBe("RATE_LIMITED");
    expect(await outcomeOf([there])).toBe("RATE_LIMITED");
    expect(await outcomeOf([there], { ...clerk, sub: "8002" })).toBe("found");
  });

  test("counts each of many aliases in one request, and gives none of them away", async () => {
    const reply = await askFor([...missing(29), there]);
    expect(reply.text).not.toContain("1001");
    expect(reply.errors).toHaveLength(30);
    expect(await hub.sql`select from population.missed_lookups`).toHaveLength(29);
  });

  test("counts one place and day of birth over all accounts", async () => {
    for (const [at, number] of missing(10).entries()) {
      expect(await outcomeOf([number], { ...clerk, sub: `81${at}` })).toBe("none");
    }
    expect(await outcomeOf(missing(1, "1950-01-02", 90), { ...clerk, sub: "8200" })).toBe("RATE_LIMITED");
    expect(await outcomeOf([there], { ...clerk, sub: "8201" })).toBe("RATE_LIMITED");
    expect(await outcomeOf(missing(1, "1999-09-09"), { ...clerk, sub: "8202" })).toBe("none");
  });

  test("counts somebody of another area like nobody", async () => {
    await registeredResident(hub.sql, { id: "1002", idNumber: missing(1)[0] ?? "", areaCode: "320205105001" });
    expect(await outcomeOf(missing(1))).toBe("none");
    expect(await hub.sql`select from population.missed_lookups`).toHaveLength(1);
  });

  test("goes on when the minute is over, until the day's budget is used up", async () => {
    await askFor(missing(11));
    await hub.sql`update population.missed_lookups set missed_at = missed_at - interval '2 minutes'`;
    expect(await outcomeOf([there])).toBe("found");
    await hub.sql`insert into population.missed_lookups (missed_at, account, number_hash, prefix_hash)
      select now() - interval '3 hours', '8001', 'h', 'p' from generate_series(1, 200)`;
    expect(await outcomeOf([there])).toBe("RATE_LIMITED");
  });

  test("holds for look-ups that come at once", async () => {
    const outcomes = await Promise.all(daysApart(20).map((number) => outcomeOf([number])));
    expect(outcomes.filter((one) => one === "none")).toHaveLength(10);
  });

  test("keeps no number, and tells the operator", async () => {
    await askFor(missing(11));
    const rows = JSON.stringify(await hub.sql`select * from population.missed_lookups`);
    expect(rows).not.toMatch(/3299\d{4}|\d{14}/);
    const metrics = await (await fetch(`${hub.url}/metrics`)).text();
    expect(metrics).toMatch(/onedoor_lookups_refused_total [1-9]/);
  });
});
