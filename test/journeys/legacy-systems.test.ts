import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseDay } from "../../seed/draw/calendar.ts";
import { demoResidents } from "../../seed/people/demo-residents.ts";
import { seed } from "../../seed/seed.ts";
import { demoSystemsOf } from "../../seed/systems/demo-systems.ts";
import { fundAccountsOf } from "../../seed/systems/fund-accounts.ts";
import { writeFundFile } from "../../seed/systems/fund-file.ts";
import { importHousingFund } from "../../subgraphs/index.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { type LegacyStand, openLegacy } from "../support/legacy/legacy-stand.ts";
import { SEED_DAY } from "../support/seed-day.ts";
import { fieldNamesOf, wholeSelection } from "../support/whole-selection.ts";

const RESIDENTS = 300;
const world = { seed: 5, today: parseDay(SEED_DAY) ?? 0 };
const stands = new Map<string, LegacyStand>();
let hub: TestHub;
let folder: string;

beforeAll(async () => {
  for (const [name, answer] of demoSystemsOf(world, RESIDENTS)) stands.set(name, await openLegacy(answer));
  const addresses = new Map([...stands].map(([name, { url }]) => [name, url]));
  hub = await openHub({ overHttp: true, sources: { addresses, freshMs: 0, timeoutMs: 500, pauseMs: 0 } });
  // What purposes of tests name is there already; here all of it comes from the seed.
  await hub.sql`truncate services.items, services.businesses, cases.cases cascade`;
  await seed({ residents: RESIDENTS, seed: world.seed, today: SEED_DAY, urlOf: () => hub.adminUrl });
  folder = await mkdtemp(join(tmpdir(), "onedoor-journey-"));
  const path = join(folder, "fund.csv");
  await writeFile(path, writeFundFile("2026-01-01", fundAccountsOf(world, RESIDENTS)));
  await importHousingFund({ url: hub.urlFor("housing-fund"), path, force: true });
});
afterAll(async () => {
  await hub.close();
  for (const stand of stands.values()) await stand.close();
  await rm(folder, { recursive: true });
});

const QUERY = `query ($id: ID!) { resident(id: $id) {
  name idNumber
  socialSecurity { status participations { insurance paidMonths } }
  medicalInsurance { scheme claims(first: 1) { edges { node { settledOn } } } }
  premiums(first: 2) { isStale edges { node { kind status monthOn } } }
  housingFund { status depositedUntilOn isStale }
  licences { isStale edges { node { number holderIdNumber } } }
  utilityAccounts { kind company isStale bills(first: 1) { edges { node { status } } } } } }`;

const clerkAsks = (id: string) =>
  hub.ask({ query: QUERY, variables: { id }, roles: ["window_clerk"], areas: ["32"], purpose: "item:320101-001" });

test("one question with one token is answered out of databases, SOAP, REST and a file", async () => {
  const reply = await clerkAsks(demoResidents.guoJun.residentId);
  expect(reply.errors).toEqual([]);
  expect(reply.data).toMatchObject({
    resident: {
      name: "郭君",
      socialSecurity: { status: "ACTIVE" },
      medicalInsurance: { scheme: "EMPLOYEE" },
      premiums: { isStale: false, edges: [{ node: { monthOn: "2025-12-01" } }, { node: { monthOn: "2025-12-01" } }] },
      housingFund: { status: "ACTIVE", depositedUntilOn: "2025-12-01" },
      utilityAccounts: ["ELECTRICITY", "GAS", "WATER"].map((kind) => ({ kind, isStale: false })),
    },
  });
  for (const name of ["taxation", "utilities/water", "utilities/electricity", "utilities/gas"]) {
    expect({ name, calls: stands.get(name)?.questions.length }).toEqual({ name, calls: 1 });
  }
});

test("the face of a licence is masked for the counter", async () => {
  const [operator] = await hub.sql<{ id: string }[]>`select resident_id::text as id from market_regulation.operators`;
  const reply = await clerkAsks(operator?.id ?? "");
  expect(reply.text).toMatch(/"number":"JY\d{14}","holderIdNumber":"3299\d\d\*{12}"/);
  expect(reply.masked).toContain("Licence.holderIdNumber");
});

/** All texts of an answer, wherever they stand. */
const textsOf = (value: unknown): string[] => {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
};

// What a mask hides is worth nothing when another field of the same person shows it: a home that is a shop as well, a
// name in a reason, a number in a key.
test.each(["window_clerk", "centre_head", "village_worker", "grid_worker"])(
  "nothing that is masked for a %s stands anywhere else among what the role reads of a person",
  async (role) => {
    const operators = await hub.sql<
      { id: string; name: string; number: string; phone: string | null; address: string }[]
    >`
      select resident_id::text as id, name, id_number as number, phone, address from population.residents
      where resident_id in (select resident_id from market_regulation.operators)
        or resident_id = any(${Object.values(demoResidents).map(({ residentId }) => residentId)}::bigint[])`;
    expect(operators.length).toBeGreaterThan(3);
    for (const person of operators) {
      const shown: string[] = [];
      const hidden = new Set<string>();
      for (const field of fieldNamesOf("Resident")) {
        const selection = wholeSelection("Resident", field);
        if (selection === "") continue;
        const query = `query ($id: ID!) { resident(id: $id) { ${selection} } }`;
        const reply = await hub.ask({
          query,
          variables: { id: person.id },
          roles: [role],
          areas: ["32"],
          purpose: "item:320101-001",
        });
        shown.push(...textsOf(reply.data));
        if (field === "address" && reply.masked.length > 0) hidden.add(person.address);
        if (field === "idNumber" && reply.masked.length > 0) hidden.add(person.number);
        if (field === "phone" && reply.masked.length > 0 && person.phone !== null) hidden.add(person.phone);
      }
      expect(hidden.size).toBeGreaterThan(0);
      for (const value of hidden) expect(shown.filter((text) => text.includes(value))).toEqual([]);
    }
  },
);

test("with every old system down the answer is the same but for what is stale", async () => {
  const { residentId } = demoResidents.guoJun;
  const before = await clerkAsks(residentId);
  for (const stand of stands.values()) {
    stand.spoil(() => {
      throw new Error("down");
    });
  }
  const after = await clerkAsks(residentId);
  expect(after.errors).toEqual([]);
  expect(after.text).not.toBe(before.text);
  expect(after.text.replaceAll('"isStale":true', '"isStale":false')).toBe(
    before.text.replaceAll('"isStale":true', '"isStale":false'),
  );
  for (const stand of stands.values()) stand.heal();
});
