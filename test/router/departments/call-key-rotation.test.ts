import type { Server } from "node:http";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { httpTransport } from "../../../router/departments/http-transport.ts";
import { listen, urlOf } from "../../../router/main.ts";
import { subgraphs } from "../../support/subgraphs.ts";
import { openDatabase } from "../../../subgraphs/shared/database.ts";
import { type RunningSubgraph, runSubgraph } from "../../../subgraphs/shared/run-subgraph.ts";
import { serveAlone } from "../../../subgraphs/shared/serve-alone.ts";
import { trustSignatures } from "../../../subgraphs/shared/trust-signatures.ts";
import { createViewer } from "../../../subgraphs/shared/viewer.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { area } from "../../support/rows/population.ts";

const DEPARTMENT = "population";
const OLD = "the master key before the rotation, long enough";
const NEW = "the master key after the rotation, long enough";

let database: TestDatabase;
let running: RunningSubgraph;
const servers: Server[] = [];
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await createDatabase();
  const sql = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
  await area(sql, { code: "32", name: "江苏省" });
  await sql.end();
  const subgraph = subgraphs.find(({ name }) => name === DEPARTMENT);
  if (subgraph === undefined) throw new Error("no department");
  running = runSubgraph(
    subgraph,
    openDatabase({ department: DEPARTMENT, url: database.urlFor(DEPARTMENT), poolSize: 2 }),
  );
});
afterAll(async () => {
  for (const close of closing) await close();
  for (const server of servers) server.close();
  await running.close();
  await database.drop();
});

/** A department that was started with these keys. */
async function departmentWith(key: string, previousKey?: string): Promise<string> {
  const subgraph = subgraphs.find(({ name }) => name === DEPARTMENT);
  if (subgraph === undefined) throw new Error("no department");
  const server = await serveAlone(subgraph, running, trustSignatures(key, DEPARTMENT, previousKey));
  await listen(server, 0, "127.0.0.1");
  servers.push(server);
  return `${urlOf(server)}/graphql`;
}

const viewer = createViewer({
  id: "1",
  roles: [],
  areas: ["32"],
  department: null,
  residentId: null,
  scopes: new Set(),
  purpose: null,
  rolesHash: "",
});

/** Asks as a router that holds the key, one call alone and several in one body; true when all were answered. */
async function isAnswered(url: string, callKey: string): Promise<boolean> {
  const transport = httpTransport({ department: DEPARTMENT, url, callKey, timeoutMs: 5_000 });
  closing.push(() => transport.close());
  const send = () =>
    transport.send({
      operation: '{ area(code: "32") { name } }',
      variables: {},
      viewer,
      requestKey: {},
      requestId: "1",
    });
  const isGood = (reply: unknown) => JSON.stringify(reply).includes("江苏省");
  const alone = await send().then(isGood, () => false);
  const together = await Promise.all([1, 2, 3].map(() => send().then(isGood, () => false)));
  expect(new Set([alone, ...together]).size).toBe(1);
  return alone;
}

test("a department accepts the key before during the overlap, and refuses it after", async () => {
  const during = await departmentWith(NEW, OLD);
  expect([await isAnswered(during, OLD), await isAnswered(during, NEW)]).toEqual([true, true]);
  expect(await isAnswered(during, "a third key that nobody has given it")).toBe(false);
  const after = await departmentWith(NEW);
  expect([await isAnswered(after, OLD), await isAnswered(after, NEW)]).toEqual([false, true]);
});

test("departments first, routers next: no call is lost on the way", async () => {
  const steps: [url: string, routers: string[]][] = [
    [await departmentWith(OLD), [OLD]],
    [await departmentWith(NEW, OLD), [OLD]],
    [await departmentWith(NEW, OLD), [OLD, NEW]],
    [await departmentWith(NEW, OLD), [NEW]],
    [await departmentWith(NEW), [NEW]],
  ];
  for (const [url, routers] of steps) {
    for (const key of routers) expect(await isAnswered(url, key)).toBe(true);
  }
});
