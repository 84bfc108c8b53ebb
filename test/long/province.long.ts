import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seed, type SeedReport } from "../../seed/seed.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { PROVINCE_RESIDENTS, tell } from "../support/long-form.ts";
import { MAIN_FIELDS } from "../support/main-query.ts";
import { percentile } from "../support/steady-load.ts";

const FEW_RESIDENTS = 10_000;
/** What a million residents may take on two cores that do nothing else. */
const MOST_SECONDS_FOR_A_MILLION = 300;
const MOST_SEARCH_MS = 50;
/** How much longer the main question may take among many residents than among few. */
const MOST_GROWTH = 1.3;
const LOOKS = 2_000;
const SEARCHES = 1_500;
const WARM_UP = 300;

const SEARCH = `query ($filter: ResidentFilter) {
  residents(filter: $filter, first: 20) { edges { node { id name birthOn area { name } } } pageInfo { hasNextPage } }
}`;
const LOOK = `query ($id: ID!) { resident(id: $id) { ${MAIN_FIELDS} } }`;

interface Person {
  readonly id: string;
  readonly county: string;
  readonly name: string;
  readonly initials: string;
}

/** A hub on a province, some of its people, and a clerk for each of their counties. */
interface Province {
  readonly hub: TestHub;
  readonly report: SeedReport;
  readonly people: readonly Person[];
  readonly tokens: ReadonlyMap<string, string>;
}

async function openProvince(residents: number): Promise<Province> {
  const hub = await openHub({ poolSize: 4 });
  await hub.sql`truncate services.items, services.businesses`;
  let told = 0;
  const report = await seed({
    urlOf: () => hub.adminUrl,
    extent: "PROVINCE",
    residents,
    seed: 1,
    onProgress(done, total) {
      if (done - told < residents / 20 && done < total) return;
      told = done;
      tell(`${done} of ${total} residents`);
    },
  });
  await hub.sql`vacuum analyze population.residents`;
  const people = await hub.sql<Person[]>`
    select resident_id::text as id, left(area_code, 6) as county, name, name_initials as initials
    from population.residents where resident_id = any(
      select 1000000001 + floor(random() * ${residents})::bigint from generate_series(1, ${LOOKS}))`;
  const tokens = new Map<string, string>();
  for (const { county } of people) {
    const claims = { roles: ["window_clerk"], areas: [county], ttlSeconds: 890 };
    if (!tokens.has(county)) tokens.set(county, await hub.tokenFor(claims));
  }
  return { hub, report, people, tokens };
}

/** Sends one question as the clerk of a county and gives how long the answer took. */
async function timed({ hub, tokens }: Province, county: string, query: string, variables: object): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${hub.url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${tokens.get(county) ?? ""}`,
      "x-purpose": "duty:measuring how long an answer takes",
    },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const ms = performance.now() - startedAt;
  // Fields a clerk may not read are refused in both; anything else would be no answer.
  if (!/"data":\{"(?:resident|residents)":\{/.test(text)) throw new Error(text.slice(0, 300));
  return ms;
}

describe(`a province of ${PROVINCE_RESIDENTS} residents`, () => {
  let many: Province;
  let few: Province;
  beforeAll(async () => {
    many = await openProvince(PROVINCE_RESIDENTS);
    few = await openProvince(FEW_RESIDENTS);
  }, 7_200_000);
  afterAll(() => Promise.all([many.hub.close(), few.hub.close()]));

  test("is loaded within its time", () => {
    const { seconds, rows } = many.report;
    const all = Object.values(rows).reduce((sum, count) => sum + count, 0);
    tell(`${seconds.toFixed(1)} s for ${all} rows, ${Math.round(PROVINCE_RESIDENTS / seconds)} residents/s`);
    expect(seconds).toBeLessThan(Math.max(60, (MOST_SECONDS_FOR_A_MILLION * PROVINCE_RESIDENTS) / 1_000_000));
  });

  test("is searched by parts of names, within a county, in its time", async () => {
    const filters: ((person: Person) => object)[] = [
      ({ name }) => ({ name }),
      ({ name }) => ({ namePrefix: [...name].slice(0, 2).join("") }),
      ({ initials }) => ({ nameInitials: initials }),
      ({ initials }) => ({ nameInitials: initials.slice(0, 2) }),
      // Nobody is called so: the whole county is looked through.
      () => ({ nameInitials: "zzzz" }),
    ];
    for (const [place, filterOf] of filters.entries()) {
      const ms: number[] = [];
      for (let at = -WARM_UP / filters.length; at < SEARCHES / filters.length; at += 1) {
        const person = many.people[(at + WARM_UP) % many.people.length];
        if (person === undefined || person.initials.length < 2) continue;
        const taken = await timed(many, person.county, SEARCH, { filter: filterOf(person) });
        if (at >= 0) ms.push(taken);
      }
      tell(`search ${place}: p50 ${percentile(ms, 0.5).toFixed(1)} ms, p95 ${percentile(ms, 0.95).toFixed(1)} ms`);
      expect(percentile(ms, 0.95)).toBeLessThan(MOST_SEARCH_MS);
    }
  });

  test("answers the main question nearly as fast as a small one", async () => {
    const taken = new Map<Province, number[]>([
      [many, []],
      [few, []],
    ]);
    // In turns, so that whatever else the machine does falls on both alike.
    for (let at = -WARM_UP; at < LOOKS; at += 1) {
      for (const [province, ms] of taken) {
        const person = province.people[(at + WARM_UP) % province.people.length];
        if (person === undefined) continue;
        const one = await timed(province, person.county, LOOK, { id: person.id });
        if (at >= 0) ms.push(one);
      }
    }
    const [ofMany = Infinity, ofFew = 0] = [...taken.values()].map((ms) => percentile(ms, 0.95));
    tell(
      `main question: p95 ${ofMany.toFixed(2)} ms among ${PROVINCE_RESIDENTS}, ${ofFew.toFixed(2)} ms among ${FEW_RESIDENTS}`,
    );
    expect(ofMany / ofFew).toBeLessThanOrEqual(MOST_GROWTH);
  });
});
