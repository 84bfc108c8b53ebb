import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub, type TestHub } from "../support/hub.ts";
import { MINUTES, tell, times } from "../support/long-form.ts";
import { claim, enrolment } from "../support/rows/medical-insurance.ts";
import { household, registeredResident } from "../support/rows/population.ts";

const TOWNSHIPS = 12;
const PEOPLE = 5;
const ASKING_AT_ONCE = 36;
const LASTS_MS = times({ short: 4_000, long: MINUTES * 60_000 });

const FIELDS =
  "id name address household { id members { name } } medicalInsurance { claims(first: 2) { edges { node { hospital } } } }";
const LIST = `query List { residents(first: 20) { edges { node { ${FIELDS} } } } }`;
const ONE = `query One($id: ID!) { resident(id: $id) { ${FIELDS} } }`;

/** What a deployment does to tables that are in use, and what it should not do but once did. */
const CHANGES: readonly ((round: number) => string)[] = [
  (round) => `alter table population.residents alter column name type ${typeOf(round)}`,
  (round) => `alter table medical_insurance.claims alter column hospital type ${typeOf(round)}`,
  (round) => `alter table population.residents alter column address type ${typeOf(round)}`,
  (round) => `alter table population.residents add column extra_${round} int not null default 1`,
  () => "reindex table population.residents",
  (round) => `alter table population.residents drop column extra_${round}`,
  () => "reindex table medical_insurance.claims",
  (round) => `alter table audit.access_records add column extra_${round} int`,
  (round) => `create index extra_${round} on medical_insurance.claims (hospital)`,
  (round) => `drop index medical_insurance.extra_${round}`,
  (round) => `alter table audit.access_records drop column extra_${round}`,
  () => "analyze population.residents, medical_insurance.claims",
];
const typeOf = (round: number) => (round % 2 === 0 ? "varchar" : "text");

interface Viewer {
  readonly mark: string;
  readonly ids: readonly string[];
  authorization(): Promise<string>;
}

interface Tally {
  asked: number;
  whole: number;
  /** Said to be missing, which is no wrong answer. */
  unavailable: number;
  /** Somebody else's rows, or rows that are missing without a word. */
  readonly wrong: string[];
  slowestMs: number;
}

describe("a hub whose tables are changed while many viewers ask", () => {
  let hub: TestHub;
  const viewers: Viewer[] = [];

  beforeAll(async () => {
    hub = await openHub({ poolSize: 2 });
    for (let at = 0; at < TOWNSHIPS; at += 1) viewers.push(await settle(hub, at));
  });
  afterAll(() => hub.close());

  test(
    "gives each of them what is theirs, or says that it is missing",
    async () => {
      const expected = new Map<string, string>();
      for (const viewer of viewers) {
        for (const body of bodiesOf(viewer)) expected.set(viewer.mark + body, (await send(hub, viewer, body)).text);
      }
      // Or the comparison would say nothing.
      for (const [key, text] of expected) expect(text).toContain(key.slice(0, 3));

      const tally: Tally = { asked: 0, whole: 0, unavailable: 0, wrong: [], slowestMs: 0 };
      let isOver = false;
      const ask = async (start: number): Promise<void> => {
        for (let at = start; !isOver; at += 1) {
          const viewer = viewers[at % viewers.length];
          const bodies = viewer === undefined ? [] : bodiesOf(viewer);
          const body = bodies[Math.floor(at / viewers.length) % bodies.length];
          if (viewer === undefined || body === undefined) continue;
          const startedAt = performance.now();
          const { text, status } = await send(hub, viewer, body);
          tally.slowestMs = Math.max(tally.slowestMs, performance.now() - startedAt);
          tally.asked += 1;
          if (text === expected.get(viewer.mark + body)) tally.whole += 1;
          else if (isSaidToBeMissing(text, status) && !namesAnother(text, viewer)) tally.unavailable += 1;
          else tally.wrong.push(text);
        }
      };
      const asking = Array.from({ length: ASKING_AT_ONCE }, (_, at) => ask(at));
      const rounds = await change(hub, performance.now() + LASTS_MS).finally(() => (isOver = true));
      await Promise.all(asking);

      const metrics = await (await fetch(`${hub.url}/metrics`)).text();
      tell(
        `${tally.asked} requests beside ${rounds} rounds of changes: ${tally.unavailable} said to be missing, slowest ${tally.slowestMs.toFixed(0)} ms`,
      );
      expect(tally.wrong).toEqual([]);
      expect(metrics).toContain("onedoor_database_answers_misrouted_total 0");
      expect(rounds).toBeGreaterThan(2);
      expect(tally.asked).toBeGreaterThan(times({ short: 60, long: 10_000 }));
      // A read is asked again on a connection that knows the tables as they are.
      expect(tally.unavailable).toBeLessThan(tally.asked / 50);
      expect(tally.slowestMs).toBeLessThan(15_000);
    },
    LASTS_MS + 60_000,
  );

  function namesAnother(text: string, { mark }: Viewer): boolean {
    return viewers.some((other) => other.mark !== mark && text.includes(other.mark));
  }
});

/** People of one township, each text of whom says where they live, and a clerk who sees them and nobody else. */
async function settle(hub: TestHub, at: number): Promise<Viewer> {
  const mark = `镇${String(at).padStart(2, "0")}`;
  const township = `3201050${String(10 + at)}`;
  const areaCode = `${township}001`;
  const ids = Array.from({ length: PEOPLE }, (_, person) => String((at + 1) * 1_000 + person));
  for (const id of ids) {
    await household(hub.sql, { id, areaCode });
    await registeredResident(hub.sql, {
      id,
      areaCode,
      householdId: id,
      name: `${mark}人${id}`,
      address: `${mark}路1号`,
    });
    await enrolment(hub.sql, { residentId: id, areaCode });
    await claim(hub.sql, { residentId: id, areaCode, id: `${id}1`, hospital: `${mark}医院` });
  }
  let token = { text: "", until: 0 };
  const renew = async () => {
    const text = await hub.tokenFor({ areas: [township], sub: String(at + 1), ttlSeconds: 600 });
    token = { text: `Bearer ${text}`, until: performance.now() + 300_000 };
  };
  return {
    mark,
    ids,
    async authorization() {
      if (performance.now() > token.until) await renew();
      return token.text;
    },
  };
}

function bodiesOf({ ids }: Viewer): string[] {
  return [JSON.stringify({ query: LIST }), ...ids.map((id) => JSON.stringify({ query: ONE, variables: { id } }))];
}

async function send(hub: TestHub, viewer: Viewer, body: string): Promise<{ text: string; status: number }> {
  const headers = {
    "content-type": "application/json",
    authorization: await viewer.authorization(),
    "x-purpose": "item:320101-001",
  };
  const reply = await fetch(`${hub.url}/graphql`, { method: "POST", headers, body });
  return { text: await reply.text(), status: reply.status };
}

function isSaidToBeMissing(text: string, status: number): boolean {
  return status === 503 || text.includes('"SUBGRAPH_UNAVAILABLE"');
}

/** Makes one change after the other until it is time, and gives how many rounds there were. */
async function change({ sql }: TestHub, until: number): Promise<number> {
  let round = 0;
  for (; performance.now() < until; round += 1) {
    for (const statement of CHANGES) {
      await sql.unsafe(statement(round));
      await pause(15);
    }
  }
  return round;
}
