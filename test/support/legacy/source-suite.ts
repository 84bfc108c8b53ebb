import type { Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AnswerQuestion } from "../../../seed/systems/legacy-server.ts";
import { captureLog } from "../captured-log.ts";
import { openHub, type Reply, type TestHub } from "../hub.ts";
import { registeredResident } from "../rows/population.ts";
import { faultsOfAnySource, MARKER } from "./faults.ts";
import { type LegacyStand, openLegacy, type Spoil } from "./legacy-stand.ts";

/** One source of one department, and what has to be shown of it. */
export interface SourceUnderTest {
  readonly department: string;
  /** As the settings name it. */
  readonly source: string;
  /** The old system, which knows the number K1001 to K1010. */
  readonly system: AnswerQuestion;
  /** Enters who the department knows, by which number. */
  readonly know: (sql: Sql, person: { residentId: string; sourceKey: string; areaCode?: string }) => Promise<void>;
  /** Makes what is kept look as if it had been fetched then. */
  readonly dateBack: (sql: Sql, asOf: string) => Promise<unknown>;
  readonly forget: (sql: Sql) => Promise<unknown>;
  /** A field of Resident, asked for with everything below it that can be shown, and with asOf and isStale. */
  readonly field: string;
  readonly query: string;
  /** What is shown of the person with the number, but for asOf and isStale. */
  readonly shown: (sourceKey: string) => unknown;
  /** What stands in place of the field, or of its parts, while nothing was ever fetched; null when left out. */
  readonly unknown?: unknown;
  /** What only this source can do wrong, the whole answer being of no use. */
  readonly faults: Readonly<Record<string, Spoil>>;
}

const LONG_AGO = "2026-01-02T03:04:05.678Z";
const AREA = "320105006001";
const TIMEOUT_MS = 400;

/** What holds for every source: it is asked once for many, and its faults cost nothing but the freshness of its data. */
export function describeSource(under: SourceUnderTest): void {
  const { department, source, field, query, shown } = under;
  const officer = { roles: ["department_officer"], department, areas: ["3201"] };
  const log = captureLog();
  let stand: LegacyStand;
  let hub: TestHub;

  beforeAll(async () => {
    stand = await openLegacy(under.system);
    const settings = { addresses: new Map([[source, stand.url]]), timeoutMs: TIMEOUT_MS, freshMs: 60_000, pauseMs: 0 };
    hub = await openHub({ sources: settings, logger: log.logger, overHttp: true });
  });
  beforeEach(async () => {
    stand.heal();
    await hub.sql`truncate population.residents`;
    await under.forget(hub.sql);
    for (let at = 1; at <= 10; at += 1) {
      const residentId = String(1000 + at);
      await registeredResident(hub.sql, { id: residentId, areaCode: AREA });
      await under.know(hub.sql, { residentId, sourceKey: `K${residentId}`, areaCode: AREA });
    }
  });
  afterAll(async () => {
    await hub.close();
    await stand.close();
  });

  const ask = (id = "1001"): Promise<Reply> =>
    hub.ask({ query: `{ resident(id: "${id}") { id sex ${query} } }`, ...officer });
  const residentOf = (reply: Reply) => reply.data?.["resident"] as Record<string, unknown>;

  describe(`the source ${source}`, () => {
    test("is asked once for all who are in one answer, and not again while that is new", async () => {
      const before = stand.questions.length;
      const list = () => hub.ask({ query: `{ residents(first: 10) { edges { node { id ${query} } } } }`, ...officer });
      const reply = await list();
      expect(reply.errors).toEqual([]);
      const nodes = (reply.data as { residents: { edges: { node: Record<string, unknown> }[] } }).residents.edges;
      expect(nodes).toHaveLength(10);
      for (const { node } of nodes) expect(undated(node[field])).toEqual(shown(`K${String(node["id"])}`));
      expect(stand.questions.length - before).toBe(1);
      expect((await list()).text).toBe(reply.text);
      expect(stand.questions.length - before).toBe(1);
    });

    test("is asked once by many who ask at the same time", async () => {
      const before = stand.questions.length;
      const replies = await Promise.all(Array.from({ length: 8 }, () => ask()));
      for (const reply of replies) expect(undated(residentOf(reply)[field])).toEqual(shown("K1001"));
      // One at the earliest turn and, for requests that come after its answer was kept, none.
      expect(stand.questions.length - before).toBe(1);
    });

    test("names persons in bodies, never in addresses", async () => {
      await ask();
      const last = stand.questions.at(-1);
      expect(last?.body).toContain("K1001");
      expect(last?.path).not.toContain("1001");
    });

    test("is not asked about whom the viewer may not see, nor by whom may not see the field", async () => {
      await hub.sql`update population.residents set area_code = '320205105001' where resident_id = 1001`;
      const before = stand.questions.length;
      expect((await ask()).data).toEqual({ resident: null });
      const grid = await hub.ask({
        query: `{ resident(id: "1002") { id ${query} } }`,
        roles: ["grid_worker"],
        areas: ["3201"],
      });
      expect(grid.text).not.toContain("asOf");
      expect(stand.questions.length).toBe(before);
    });

    test("is asked again once what is kept is old", async () => {
      await ask();
      await under.dateBack(hub.sql, LONG_AGO);
      const reply = await ask();
      expect(undated(residentOf(reply)[field])).toEqual(shown("K1001"));
      expect(datesIn(reply.text)).toEqual([false]);
      expect(reply.text).not.toContain(LONG_AGO);
    });

    const faults = Object.entries({ ...faultsOfAnySource, ...under.faults });
    test.each(faults)("shows what it last said, with the date, when it %s", async (_what, spoil) => {
      await ask();
      await under.dateBack(hub.sql, LONG_AGO);
      stand.spoil(spoil);
      const before = stand.questions.length;
      const startedAt = performance.now();
      const reply = await ask();
      expect(performance.now() - startedAt).toBeLessThan(TIMEOUT_MS * 4);
      expect(stand.questions.length).toBeGreaterThan(before);
      expect(reply.errors).toEqual([]);
      expect(residentOf(reply)["sex"]).toBe("MALE");
      expect(undated(residentOf(reply)[field])).toEqual(shown("K1001"));
      expect(reply.text).toContain(`"asOf":"${LONG_AGO}"`);
      expect(datesIn(reply.text)).toEqual([true]);
      expectNothingLeaked(reply);
    });

    test.each(faults)("costs its own fields only when it never said anything and %s", async (_what, spoil) => {
      stand.spoil(spoil);
      const reply = await ask();
      expect(residentOf(reply)).toMatchObject({ id: "1001", sex: "MALE", [field]: under.unknown ?? null });
      const codes = new Set(reply.errors.map(({ extensions }) => extensions.code));
      expect([...codes]).toEqual(["SUBGRAPH_UNAVAILABLE"]);
      expectNothingLeaked(reply);
      stand.heal();
      expect(undated(residentOf(await ask())[field])).toEqual(shown("K1001"));
    });

    function expectNothingLeaked(reply: Reply): void {
      for (const text of [reply.text, log.text()]) {
        for (const secret of [MARKER, "K1001", "19900101", stand.url, "SQLException"])
          expect(text).not.toContain(secret);
      }
      expect(log.text()).toContain('"code":"SOURCE_');
    }
  });
}

/** What is shown without how old it is. */
function undated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(undated);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => name !== "asOf" && name !== "isStale");
  return Object.fromEntries(kept.map(([name, one]) => [name, undated(one)]));
}

/** Every isStale of an answer, each kind once. */
function datesIn(text: string): boolean[] {
  return [...new Set([...text.matchAll(/"isStale":(true|false)/g)].map((match) => match[1] === "true"))];
}
