import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openHub, readReply, type TestHub } from "../support/hub.ts";
import { tell, times } from "../support/long-form.ts";
import { HERE, NEARBY, officer } from "../support/moves.ts";
import { account } from "../support/rows/accounts.ts";
import { gridResident } from "../support/rows/grid.ts";
import { area, household, registeredResident } from "../support/rows/population.ts";
import { hubSettings, makeDataFolder, openToProcesses, runHub, type RunningHub } from "../support/running-hub.ts";
import { dayFromNow } from "../support/days.ts";

const KILLS = times({ short: 10, long: 200 });
const WRITERS = 50;
const DAY = dayFromNow(0);
const DUTY = "duty:changes while the hub is killed";

let hub: TestHub;
let place: Awaited<ReturnType<typeof makeDataFolder>>;
let running: RunningHub | null = null;
let isOver = false;

beforeAll(async () => {
  hub = await openHub({ overHttp: true });
  await openToProcesses(hub);
  place = await makeDataFolder();
  for (const code of [HERE, NEARBY]) await area(hub.sql, { code });
  await household(hub.sql, { id: "51", areaCode: HERE });
  await account(hub.sql, { id: "500", username: "guanli", roles: ["account_admin"], areas: ["3201"] });
  for (let at = 0; at < WRITERS; at += 1) {
    await registeredResident(hub.sql, { id: `${2000 + at}`, areaCode: HERE, householdId: "51" });
    await gridResident(hub.sql, { residentId: `${2000 + at}`, areaCode: HERE });
  }
});
afterAll(async () => {
  running?.process.kill("SIGKILL");
  await hub.close();
  await place.remove();
});

/** One kind of change; each writer makes one kind, of people of its own. */
interface Kind {
  readonly query: string;
  readonly who: object;
  input(writer: number, number: number): object;
}

const kinds: readonly Kind[] = [
  {
    query: "mutation ($input: RecordVisitInput!) { made: recordVisit(input: $input) { visit { id } errors { code } } }",
    who: { roles: ["grid_worker"], areas: ["320105006"] },
    input: (writer) => ({
      residentId: `${2000 + writer}`,
      visitedOn: DAY,
      kind: "CARE",
      isMet: true,
      findings: [{ kind: "HEALTH", severity: "NOTED" }],
      followUps: [],
    }),
  },
  {
    query:
      "mutation ($input: CreateAccountInput!) { made: createAccount(input: $input) { account { id } errors { code } } }",
    who: { roles: ["account_admin"], areas: ["3201"] },
    input: (writer, number) => ({
      username: `writer${writer}.${number}`,
      displayName: "新人",
      roles: ["window_clerk"],
      areas: ["320105006"],
    }),
  },
  {
    query:
      "mutation ($input: RecordMoveInput!) { made: recordMove(input: $input) { resident { id } errors { code } } }",
    who: { roles: officer.roles, department: officer.department, areas: officer.areas },
    input: (writer, number) => ({
      residentId: `${2000 + writer}`,
      areaCode: number % 2 === 0 ? NEARBY : HERE,
      address: "春风村1号",
      movedOn: DAY,
    }),
  },
];

interface Made {
  readonly key: string;
  readonly writer: number;
  readonly kind: number;
  readonly id: string | null;
  /** How often it was sent. */
  readonly sent: number;
}

const made: Made[] = [];

/** Makes one change, and sends it again under its key until it is answered. */
async function make(writer: number, number: number): Promise<void> {
  const at = writer % kinds.length;
  const kind = kinds[at] as Kind;
  const key = `writer-${writer}-number-${number}`.padEnd(24, "-");
  const body = JSON.stringify({ query: kind.query, variables: { input: { ...kind.input(writer, number), key } } });
  for (let sent = 1; ; sent += 1) {
    const id = await send(body, { ...kind.who, sub: `${600 + writer}` });
    if (id !== undefined) {
      made.push({ key, writer, kind: at, id, sent });
      return;
    }
    await pause(100);
  }
}

/** What came of it; undefined where there was no answer. */
async function send(body: string, who: object): Promise<string | undefined> {
  if (running === null) return undefined;
  try {
    const response = await fetch(`${running.url}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${await hub.tokenFor(who)}`,
        "x-purpose": DUTY,
      },
      body,
    });
    const { data, errors } = await readReply(response);
    const answer = data?.["made"] as
      ({ errors: object[] } & Record<string, { id: string } | object[]>) | null | undefined;
    // A department that lost its connection, or a hub that is stopping: it is sent again.
    if (errors.length > 0 || answer == null) return undefined;
    expect(answer.errors).toEqual([]);
    const [subject] = Object.values(answer) as [{ id: string } | null];
    return subject?.id ?? "";
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function write(writer: number): Promise<void> {
  for (let number = 0; !isOver; number += 1) await make(writer, number);
}

async function start(): Promise<void> {
  running = await runHub(["start"], hubSettings(hub, place.folder));
}

async function kill(): Promise<void> {
  const killed = running;
  if (killed === null) throw new Error("no hub runs");
  const ended = once(killed.process, "exit");
  killed.process.kill("SIGKILL");
  running = null;
  await ended;
}

async function rowsOf<Row extends object>(statement: string): Promise<Row[]> {
  return [...(await hub.sql.unsafe<Row[]>(statement))];
}

test(`${KILLS} kills under ${WRITERS} writers leave each change once, and each event heard once in effect`, async () => {
  const startedAt = performance.now();
  await start();
  const writers = Array.from({ length: WRITERS }, (_, at) => write(at));
  for (let kills = 0; kills < KILLS; kills += 1) {
    const before = made.length;
    await expect.poll(() => made.length, { timeout: 60_000 }).toBeGreaterThan(before);
    await pause(Math.random() * 1_000);
    await kill();
    await start();
    if (kills % 10 === 9) tell(`${kills + 1} kills, ${made.length} changes answered`);
  }
  isOver = true;
  await Promise.all(writers);

  const of = (kind: number) => made.filter((one) => one.kind === kind);
  const repeated = made.filter(({ sent }) => sent > 1).length;
  tell(
    `${KILLS} kills in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s: ${of(0).length} visits, ${of(1).length} ` +
      `accounts and ${of(2).length} moves, ${repeated} of them sent more than once`,
  );
  expect(repeated).toBeGreaterThan(0);

  const visits = await rowsOf<{ key: string; id: string }>(
    "select client_key as key, resident_id || '-' || visit_id as id from grid.visits",
  );
  expect(sorted(visits)).toEqual(sorted(of(0).map(({ key, id }) => ({ key, id: id ?? "" }))));
  const findings = await rowsOf("select from grid.findings");
  expect(findings.length).toBe(visits.length);

  const accounts = await rowsOf<{ key: string; id: string }>(
    "select username as key, account_id::text as id from accounts.accounts where created_by is not null",
  );
  expect(sorted(accounts.map(({ id }) => ({ key: "", id })))).toEqual(
    sorted(of(1).map(({ id }) => ({ key: "", id: id ?? "" }))),
  );
  const requests = await rowsOf("select from accounts.account_requests");
  expect(requests.length).toBe(accounts.length);

  const movesOf = new Map<string, number>();
  for (const { writer } of of(2)) movesOf.set(`${2000 + writer}`, (movesOf.get(`${2000 + writer}`) ?? 0) + 1);
  const registered = await rowsOf<{ id: string; area: string; version: number }>(
    "select resident_id::text as id, area_code as area, version from population.residents",
  );
  for (const { id, area: found, version } of registered) {
    const moves = movesOf.get(id) ?? 0;
    expect([id, version, found]).toEqual([id, 1 + moves, moves % 2 === 1 ? NEARBY : HERE]);
  }
  const told = await rowsOf<{ event: string }>(
    "select event_id::text as event from population.outbox where name = 'ResidentMoved'",
  );
  expect(told.length).toBe(of(2).length);

  // Heard once in effect: each is in the inbox once, and Grid's people are where Population's are.
  const heard = async () =>
    (await rowsOf<{ event: string }>("select event_id::text as event from grid.inbox"))
      .map(({ event }) => event)
      .sort();
  await expect.poll(heard, { timeout: 60_000 }).toEqual(told.map(({ event }) => event).sort());
  const places = await rowsOf<{ id: string; area: string }>(
    "select resident_id::text as id, area_code as area from grid.residents",
  );
  expect(places.length).toBe(WRITERS);
  for (const { id, area: found } of places) {
    expect([id, found]).toEqual([id, registered.find((one) => one.id === id)?.area]);
  }
}, 3_600_000);

function sorted(rows: readonly { readonly key: string; readonly id: string }[]): string[] {
  return rows.map(({ key, id }) => `${key} ${id}`).sort();
}
