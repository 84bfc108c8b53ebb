import { Pool } from "undici";
import type { Question } from "../expected-answer.ts";
import { openHub, type TestHub } from "../hub.ts";
import { insertWorld } from "../world.ts";
import { sealing } from "./cursors.ts";
import { readWorld, shiftWorld, writeWorld, type World } from "./shift-world.ts";
import type { WorldViewer } from "./viewers.ts";

/** Two hubs over two databases. */
export interface TwoHubs {
  /** Makes the second world one that this viewer cannot tell from the first. */
  shift(asking: WorldViewer, seed: number): Promise<void>;
  /** Asks both, and gives their whole answers as text. */
  ask(asking: WorldViewer, question: Question): Promise<readonly [string, string]>;
  /** `schema.table column` of every table that says where or whose a row is. */
  columns(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const TOKEN_SECONDS = 890;

export async function openTwoHubs(): Promise<TwoHubs> {
  const hubs = await Promise.all([
    openHub({ recordsElsewhere: true, sealing }),
    openHub({ recordsElsewhere: true, sealing }),
  ]);
  const [one, other] = hubs;
  await Promise.all(hubs.map((hub) => insertWorld(hub.sql)));
  const base: World = await readWorld(one.sql);
  const pools = new Map(hubs.map((hub) => [hub, new Pool(hub.url, { connections: 8 })]));
  // A token is made and verified once for each viewer, and again before it ends: a long run takes longer.
  const tokens = new Map<TestHub, Map<WorldViewer, { token: Promise<string>; madeAt: number }>>(
    hubs.map((hub) => [hub, new Map()]),
  );

  const askOne = async (hub: TestHub, asking: WorldViewer, question: Question): Promise<string> => {
    const { purpose, ...claims } = asking.claims;
    const known = tokens.get(hub);
    const last = known?.get(asking);
    const isGood = last !== undefined && performance.now() - last.madeAt < TOKEN_SECONDS * 500;
    const token = isGood ? last.token : hub.tokenFor({ ...claims, ttlSeconds: TOKEN_SECONDS });
    if (!isGood) known?.set(asking, { token, madeAt: performance.now() });
    const pool = pools.get(hub);
    if (pool === undefined) throw new Error("no such hub");
    const response = await pool.request({
      method: "POST",
      path: "/graphql",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${await token}`,
        "x-request-id": "one-and-the-same",
        ...(purpose === null ? {} : { "x-purpose": purpose }),
      },
      body: JSON.stringify(question),
    });
    // An entry's id is made by chance and the clock; that there is one must be the same.
    const headers = Object.entries(response.headers)
      .filter(([name]) => name !== "date")
      .map(([name, value]) => (name === "x-access-record" ? [name] : [name, value]));
    return `${response.statusCode} ${JSON.stringify(headers)}\n${await response.body.text()}`;
  };

  return {
    shift: ({ viewer }, seed) => writeWorld(other.sql, shiftWorld(base, viewer, seed)),
    ask: (asking, question) => Promise.all([askOne(one, asking, question), askOne(other, asking, question)]),
    async columns() {
      const found = await one.sql<{ name: string }[]>`
        select c.oid::regclass || ' ' || a.attname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relrowsecurity and c.relnamespace <> 'graphile_worker'::regnamespace and a.attnum > 0 and not a.attisdropped`;
      return found.map(({ name }) => name).sort();
    },
    async close() {
      for (const pool of pools.values()) await pool.close();
      await Promise.all(hubs.map((hub) => hub.close()));
    },
  };
}
