import { request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nonsense } from "../../support/faults/hostile.ts";
import * as wire from "../../support/faults/wire.ts";
import { openHub, type Question, type Reply, type TestHub } from "../../support/hub.ts";
import { caseOf } from "../../support/rows/cases.ts";
import { resident } from "../../support/rows/resident.ts";
import { item } from "../../support/rows/services.ts";

const HERE = "320105006001";
const ELSEWHERE = "320205105001";
const KEPT_MS = 400;

const insertRows = async ({ sql }: TestHub) => {
  for (const id of ["1001", "1002"]) await resident(sql, { id });
  await caseOf(sql, { residentId: "1001", id: "1", number: "2025-HERE", areaCode: HERE });
  await caseOf(sql, { residentId: "1002", id: "2", number: "2025-THERE", areaCode: ELSEWHERE });
  await item(sql, { code: "closed-item", position: 2, isActive: false });
};

type Asker = Pick<Question, "sub" | "roles" | "areas" | "scope" | "residentId" | "purpose">;
const clerk: Asker = { sub: "501", roles: ["window_clerk"], areas: ["320105006"] };
const own: Asker = { sub: "r", roles: ["resident"], areas: [], residentId: "1001" };

const look = (hub: TestHub, purpose: string, asker: Asker = clerk): Promise<Reply> =>
  hub.ask({ query: `{ resident(id: "1001") { sex } }`, ...asker, purpose });
const counts = async (hub: TestHub, purpose: string, asker: Asker = clerk): Promise<boolean> => {
  const { data, errors } = await look(hub, purpose, asker);
  if (errors.length === 0) {
    expect(data).toEqual({ resident: { sex: "MALE" } });
    return true;
  }
  expect(data).toEqual({ resident: null });
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(["PURPOSE_REQUIRED"]);
  return false;
};

describe.each([
  ["in one process", false],
  ["over HTTP", true],
])("a purpose %s", (_how, overHttp) => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await openHub({ overHttp });
    await insertRows(hub);
  });
  afterAll(() => hub.close());

  test.each([
    ["item:320101-001", clerk, true],
    ["item:closed-item", clerk, false],
    ["item:nothing", clerk, false],
    ["item:own-record", clerk, false],
    ["item:own-record", own, true],
    ["item:320101-001", own, true],
    ["item:320101-001 ", clerk, true],
    ["ITEM:320101-001", clerk, false],
    ["item:320101-00١", clerk, false],
    ["case:2025-HERE", clerk, true],
    ["case:2025-THERE", clerk, false],
    ["case:2025-HERE", own, true],
    ["case:2025-THERE", own, false],
    ["case:2025-here", clerk, false],
    ["case:1", clerk, false],
    ["case:nothing", clerk, false],
    ["case:2025-HERE", { ...clerk, areas: [] }, false],
    ["case:2025-HERE", { ...clerk, areas: ["320105006", "32010"] }, false],
    ["case:2025-HERE", { ...clerk, roles: ["grid_worker"] }, false],
    ["case:2025-HERE", { ...clerk, scope: "population:read" }, false],
    ["duty:nothing is named by a duty", clerk, true],
  ])("%s of %j counts: %s", async (purpose, asker, expected) => {
    expect(await counts(hub, encodeURI(purpose), asker)).toBe(expected);
  });

  test("for a case of another area is refused in the same bytes, by the same statements, as for no case", async () => {
    const answers = new Set<string>();
    for (const number of ["2025-THERE", "2025-NEVER", "2025-WHERE"]) {
      for (let time = 0; time < 2; time += 1) {
        let reply: Reply | undefined;
        // A no is not kept: it costs the same each time, whatever the reason for it.
        const statements = await hub.countStatements(async () => (reply = await look(hub, `case:${number}`)));
        expect(statements).toEqual({ cases: 1 });
        answers.add(reply?.text ?? "");
      }
    }
    expect(answers.size).toBe(1);
  });

  test("costs no statement for an item, and one for a case until it is known", async () => {
    const other = { ...clerk, sub: "502" };
    const ask = (purpose: string) => hub.countStatements(() => look(hub, purpose, other));
    expect(await ask("item:320101-001")).toEqual({ population: 1 });
    expect(await ask("item:nothing")).toEqual({});
    expect(await ask("case:2025-HERE")).toEqual({ population: 1, cases: 1 });
    expect(await ask("case:2025-HERE")).toEqual({ population: 1 });
  });

  test("that one viewer may give opens nothing for another, nor for another token of the same account", async () => {
    const insider = { ...clerk, sub: "503" };
    expect(await counts(hub, "case:2025-HERE", insider)).toBe(true);
    for (const stranger of [
      { ...insider, areas: ["320205105"] },
      { ...insider, areas: [] },
      { ...insider, roles: ["grid_worker"] },
      { ...insider, scope: "population:read" },
      { ...own, sub: "503", residentId: "1002" },
    ]) {
      const reply = await look(hub, "case:2025-HERE", stranger);
      expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["PURPOSE_REQUIRED"]);
    }
  });

  test("is looked up once for many requests at once", async () => {
    const asker = { ...clerk, sub: "504" };
    const statements = await hub.countStatements(() =>
      Promise.all(Array.from({ length: 10 }, () => counts(hub, "case:2025-HERE", asker))),
    );
    expect(statements["cases"]).toBe(1);
  });

  test("that does not count is no purpose in the record either", async () => {
    await hub.sql`truncate audit.access_records`;
    await look(hub, "case:2025-THERE");
    await look(hub, "item:closed-item");
    await look(hub, "case:2025-HERE");
    const records = await hub.sql`select purpose from audit.access_records order by position`;
    expect(records.map(({ purpose }) => purpose as string)).toEqual([
      "refused:case:2025-THERE",
      "refused:item:closed-item",
      "case:2025-HERE",
    ]);
  });

  test("for a case that has been closed opens nothing", async () => {
    await caseOf(hub.sql, {
      residentId: "1001",
      id: "9",
      number: "2025-CLOSED",
      status: "GRANTED",
      closedOn: "2025-06-01",
    });
    expect(await counts(hub, "case:2025-CLOSED")).toBe(false);
    expect(await counts(hub, "case:2025-CLOSED", own)).toBe(false);
  });

  test("is one: of two headers neither counts, and both are entered", async () => {
    await hub.sql`truncate audit.access_records`;
    const authorization = `Bearer ${await hub.tokenFor(clerk)}`;
    const body = JSON.stringify({ query: `{ resident(id: "1001") { sex } }` });
    const reply = await new Promise<string>((resolve, reject) => {
      const sent = request(
        `${hub.url}/graphql`,
        {
          method: "POST",
          headers: {
            authorization,
            "content-type": "application/json",
            "x-purpose": ["item:320101-001", "item:320101-001"],
          },
        },
        (response) => {
          response.setEncoding("utf8").on("data", resolve);
        },
      );
      sent.on("error", reject).end(body);
    });
    expect(JSON.parse(reply)).toMatchObject({
      data: { resident: null },
      errors: [{ extensions: { code: "PURPOSE_REQUIRED" } }],
    });
    const records = await hub.sql`select purpose from audit.access_records`;
    expect(records.map(({ purpose }) => purpose as string)).toEqual(["refused:item:320101-001 | item:320101-001"]);
  });
});

describe("what purposes name changes", () => {
  test("and is believed no longer than it is kept", async () => {
    const hub = await openHub({ purposesKeptMs: KEPT_MS });
    try {
      await insertRows(hub);
      expect(await counts(hub, "item:320101-001")).toBe(true);
      expect(await counts(hub, "case:2025-HERE")).toBe(true);
      // A new case is a purpose at once, also for whoever named it too early.
      expect(await counts(hub, "case:2025-NEW")).toBe(false);
      await caseOf(hub.sql, { residentId: "1001", id: "3", number: "2025-NEW" });
      expect(await counts(hub, "case:2025-NEW")).toBe(true);
      await hub.sql`update services.items set is_active = not is_active`;
      await hub.sql`update cases.cases set area_code = ${ELSEWHERE}`;
      await pause(KEPT_MS + 50);
      expect(await counts(hub, "item:320101-001")).toBe(false);
      expect(await counts(hub, "item:closed-item")).toBe(true);
      expect(await counts(hub, "case:2025-HERE")).toBe(false);
    } finally {
      await hub.close();
    }
  });

  test("and items are asked for anew while requests go on", async () => {
    const hub = await openHub({ purposesKeptMs: KEPT_MS });
    try {
      await insertRows(hub);
      const statements = await hub.countStatements(async () => {
        for (let waited = 0; waited < 3 * KEPT_MS; waited += 50) {
          expect(await counts(hub, "item:320101-001")).toBe(true);
          await pause(50);
        }
      });
      const asked = statements["services"] ?? 0;
      expect(asked).toBeGreaterThan(0);
      expect(asked).toBeLessThan((statements["population"] ?? 0) / 2);
    } finally {
      await hub.close();
    }
  });
});

describe("a department that cannot be asked", () => {
  test.each([wire.refused, wire.reset, wire.status(500), ...nonsense])("$name: counts as a no", async (fault) => {
    const hub = await openHub({ throughProxies: true, purposesKeptMs: KEPT_MS });
    try {
      await insertRows(hub);
      for (const department of ["services", "cases"]) await hub.proxyOf(department).fail(fault);
      expect(await counts(hub, "case:2025-HERE")).toBe(false);
      await pause(KEPT_MS + 50);
      expect(await counts(hub, "item:320101-001")).toBe(false);
      expect(await counts(hub, "duty:nothing is named by a duty")).toBe(true);
      for (const department of ["services", "cases"]) await hub.proxyOf(department).heal();
      await expect.poll(() => counts(hub, "item:320101-001"), { timeout: 10_000 }).toBe(true);
      await expect.poll(() => counts(hub, "case:2025-HERE"), { timeout: 10_000 }).toBe(true);
    } finally {
      await hub.close();
    }
  });
});
