import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { reloadOnChange } from "../../../hub/reload.ts";
import { compose } from "../../../schema/compose.ts";
import { subgraphs } from "../../support/subgraphs.ts";
import { delayed } from "../../support/faults/wire.ts";
import { openHub, type Reply, type TestHub } from "../../support/hub.ts";
import { tell, times } from "../../support/long-form.ts";
import { MAIN_QUERY } from "../../support/main-query.ts";
import { resident } from "../../support/rows/resident.ts";
import { startLoad } from "../../support/steady-load.ts";

const REQUESTS_PER_SECOND = 50;
const RELOADS = times({ short: 10, long: 100 });

const { supergraph } = compose(subgraphs);
/** The same departments, of which one no longer gives telephone numbers. */
const withoutPhones = supergraph.replace(/^ {2}phone:.*$/m, "");

describe("a hub whose supergraph is exchanged", () => {
  let hub: TestHub;
  let whole: Reply;
  let authorization: string;
  const ask = () => hub.ask({ query: MAIN_QUERY, variables: { id: "1001" }, headers: { authorization } });
  const knowsPhones = async () => (await hub.ask({ query: '{ resident(id: "1001") { phone } }' })).data !== undefined;

  beforeAll(async () => {
    hub = await openHub();
    await resident(hub.sql, { id: "1001" });
    authorization = `Bearer ${await hub.tokenFor()}`;
    whole = await ask();
    expect(withoutPhones).not.toBe(supergraph);
  });
  afterAll(() => hub.close());

  async function reloads(outcome: string): Promise<number> {
    const text = await (await fetch(`${hub.url}/metrics`)).text();
    return Number(
      new RegExp(`^onedoor_supergraph_reloads_total\\{outcome="${outcome}"\\} (\\d+)$`, "m").exec(text)?.[1],
    );
  }

  test(`${RELOADS} times under ${REQUESTS_PER_SECOND} requests a second answers every one of them`, async () => {
    const before = await reloads("loaded");
    const load = startLoad(REQUESTS_PER_SECOND, async () => {
      const { text } = await ask();
      return text === whole.text ? null : text;
    });
    const taken: boolean[] = [];
    for (let reload = 1; reload <= RELOADS; reload += 1) {
      const isSmaller = reload % 2 === 1;
      taken.push((await hub.reload(isSmaller ? withoutPhones : supergraph)) && (await knowsPhones()) !== isSmaller);
      await pause(100);
    }
    const { asked, failures } = await load.stop();
    tell(`${RELOADS} reloads: ${asked} requests, ${failures.length} failed`);
    expect(taken).toEqual(taken.map(() => true));
    expect(failures).toEqual([]);
    expect(asked).toBeGreaterThan(RELOADS * 3);
    expect((await reloads("loaded")) - before).toBe(RELOADS);
  }, 120_000);

  test("answers what it began to answer with the supergraph it began with", async () => {
    const slow = await openHub({ throughProxies: true });
    try {
      await resident(slow.sql, { id: "1001" });
      await slow.proxyOf("civil-affairs").fail(delayed(300));
      const query = `{ resident(id: "1001") { phone assistance { status } } }`;
      const underWay = slow.ask({ query });
      await expect.poll(() => slow.proxyOf("civil-affairs").calls.length, { interval: 10 }).toBe(1);
      await slow.reload(withoutPhones);
      expect((await underWay).data).toEqual({ resident: { phone: "138********", assistance: { status: "GRANTED" } } });
      expect((await slow.ask({ query })).data).toBeUndefined();
    } finally {
      await slow.close();
    }
  });

  test.each([
    ["half of one", supergraph.slice(0, supergraph.length / 2)],
    ["an empty text", ""],
    ["a web page", "<!doctype html><title>Not found</title>"],
    ["a schema that was not composed", "type Query { resident: String }"],
    ["one with a department nobody can reach", supergraph.replaceAll("civil-affairs", "fisheries")],
    ["one that gives identity numbers whole", supergraph.replace(/ @mask\(as: ID_NUMBER[^)]*\)/, "")],
    ["one whose people need no purpose", supergraph.replaceAll(' @policy(policies: [["purpose"]])', "")],
    ["one with a name the router keeps for itself", supergraph.replace("  phone:", "  echo_of_id: ID!\n  phone:")],
  ])("keeps the last good one when it is given %s, and counts it", async (_what, text) => {
    await hub.reload(supergraph);
    const before = await reloads("refused");
    expect(await hub.reload(text)).toBe(false);
    expect((await ask()).text).toBe(whole.text);
    expect(await knowsPhones()).toBe(true);
    expect((await reloads("refused")) - before).toBe(1);
  });
});

describe("a supergraph's file", () => {
  let folder: string;
  let file: string;
  let read: string[];
  let watch: ReturnType<typeof reloadOnChange>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "onedoor-reload-"));
    file = join(folder, "supergraph.graphql");
    await writeFile(file, "first");
    read = [];
    watch = reloadOnChange(file, async (text) => read.push(text) > 0);
    // The first look only remembers what was there.
    await pause(100);
  });
  afterEach(async () => {
    await watch.close();
    await rm(folder, { recursive: true });
  });

  const expectRead = (...texts: string[]) => expect.poll(() => read, { timeout: 5_000 }).toEqual(texts);
  const signal = () => void process.emit("SIGHUP", "SIGHUP");

  test("is read again when it has changed or was replaced, and else not", async () => {
    await pause(1_100);
    expect(read).toEqual([]);
    await writeFile(file, "second");
    await expectRead("second");
    await writeFile(`${file}.new`, "third, in one step");
    await rename(`${file}.new`, file);
    await expectRead("second", "third, in one step");
  });

  test("is read again at a signal, also while it was being looked at", async () => {
    for (let at = 0; at < 20; at += 1) signal();
    await expect.poll(() => read.length).toBeGreaterThan(0);
    await pause(1_100);
    const before = read.length;
    signal();
    signal();
    await expect.poll(() => read.length, { timeout: 5_000 }).toBeGreaterThan(before);
  });

  test("is waited for while it is away", async () => {
    await rm(file);
    signal();
    await pause(100);
    expect(read).toEqual([]);
    await writeFile(file, "back again");
    await expectRead("back again");
  });
});
