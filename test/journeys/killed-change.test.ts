import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openHub, readReply, type Reply, type TestHub } from "../support/hub.ts";
import {
  errorsOfMove,
  moved,
  moveDuty,
  moveInput,
  nothingDone,
  officer,
  RECORD_MOVE,
  registerOf,
  startRegister,
} from "../support/moves.ts";
import { hubSettings, makeDataFolder, openToProcesses, runHub, type RunningHub } from "../support/running-hub.ts";

let hub: TestHub;
let place: Awaited<ReturnType<typeof makeDataFolder>>;
beforeAll(async () => {
  hub = await openHub({ overHttp: true });
  await openToProcesses(hub);
  place = await makeDataFolder();
});
afterAll(async () => {
  await hub.close();
  await place.remove();
});

const start = () => runHub(["start"], hubSettings(hub, place.folder));

async function recordMove({ url }: RunningHub): Promise<Reply> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${await hub.tokenFor(officer)}`,
      "x-purpose": moveDuty,
    },
    body: JSON.stringify({ query: RECORD_MOVE, variables: { input: moveInput } }),
  });
  return readReply(response);
}

/** Kills a hub while its change waits for a table, after what it has done before. */
async function killAt(table: string): Promise<void> {
  const running = await start();
  const ended = once(running.process, "exit");
  await hub.sql.begin(async (sql) => {
    await sql.unsafe(`lock table ${table} in exclusive mode`);
    const lost = recordMove(running).catch(() => "lost");
    await expect.poll(isWaiting, { timeout: 20_000 }).toBe(true);
    running.process.kill("SIGKILL");
    await ended;
    expect(await lost).toBe("lost");
  });
  await expect.poll(isWaiting, { timeout: 20_000 }).toBe(false);
}

async function isWaiting(): Promise<boolean> {
  const found = await hub.sql`select from pg_stat_activity where datname = current_database()
    and application_name = 'onedoor population' and xact_start is not null and pid <> pg_backend_pid()`;
  return found.length > 0;
}

test("a hub that is killed between two statements leaves nothing half done, and the change is made when it is sent again", async () => {
  for (const table of ["population.residents", "population.outbox"]) {
    await startRegister(hub);
    await killAt(table);
    expect(await registerOf(hub)).toEqual(nothingDone);
  }
  const running = await start();
  try {
    expect(errorsOfMove(await recordMove(running))).toEqual([]);
    expect(errorsOfMove(await recordMove(running))).toEqual([]);
    expect(await registerOf(hub)).toEqual(moved);
  } finally {
    await running.stop();
  }
}, 240_000);
