import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createPublishedOperations, hashOf } from "../../../router/http/published-operations.ts";
import { type PlannerEnded, PlannerRefused, startPlannerChild } from "../../../router/plan/planner-child.ts";
import { readText } from "../../repository/tree.ts";
import { captureLog } from "../../support/captured-log.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { ITEM_PURPOSE } from "../../support/purposes.ts";
import { resident } from "../../support/rows/resident.ts";

const PUBLISHED = "query Published($id: ID!) { resident(id: $id) { id sex idNumber } }";
const PUBLISHED_AND_WRONG = "query EndsThePlannerToo { residents { edges { node { id } } } }";
const documents = createPublishedOperations(
  new Map([PUBLISHED, PUBLISHED_AND_WRONG].map((text) => [hashOf(text), text])),
  "any",
);
const ENDS = 'query EndsThePlanner { resident(id: "1001") { id } }';
const endsOf = async (hub: TestHub) =>
  [
    ...(await (await fetch(`${hub.url}/metrics`)).text()).matchAll(/^onedoor_planner_ends_total\{.*"(.*)"\} (\d+)$/gm),
  ].map(([, lane, count]) => `${lane ?? ""} ${count ?? ""}`);

describe("a hub whose planner ends", () => {
  const log = captureLog("info");
  let hub: TestHub;
  beforeAll(async () => {
    const program = new URL("../../support/planner-that-ends.mjs", import.meta.url);
    hub = await openHub({ documents, logger: log.logger, planner: { program, timeoutMs: 500 } });
    await resident(hub.sql, { id: "1001" });
  });
  afterAll(() => hub.close());

  const askPublished = (claims: object = {}) => hub.ask({ query: PUBLISHED, variables: { id: "1001" }, ...claims });
  const askOther = (alias: string) => hub.ask({ query: `{ ${alias}: resident(id: "1001") { id } }` });
  const untilPlannedAgain = () =>
    vi.waitFor(async () => expect((await askOther(`a${Date.now()}`)).status).toBe(200), { timeout: 10_000 });

  test("answers the document that ended it with one error, and goes on", async () => {
    log.clear();
    const ended = await hub.ask({ query: ENDS });
    expect(ended.text).toBe(
      '{"errors":[{"message":"This document ended the hub\'s planner, so it is not planned again: write it in another way.","extensions":{"code":"INTERNAL"}}]}',
    );

    const meanwhile = await askOther("meanwhile");
    expect([meanwhile.status, meanwhile.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(meanwhile.errors).toMatchObject([{ extensions: { code: "SUBGRAPH_UNAVAILABLE" } }]);

    // Rights that nothing was planned for yet.
    for (const roles of [["window_clerk"], ["auditor"], ["village_worker"]]) {
      expect((await askPublished({ roles })).status).toBe(200);
    }
    expect((await askPublished()).data).toMatchObject({ resident: { id: "1001", sex: "MALE" } });

    await untilPlannedAgain();
    const told = log.lines().filter(({ msg }) => msg.startsWith("planner ended"));
    expect(told).toMatchObject([{ operations: "unpublished", how: "SIGKILL", documentHash: hashOf(ENDS) }]);
    expect(log.text()).not.toContain("EndsThePlanner");
  });

  test("does not plan that document again, nor one that differs in its values", async () => {
    await untilPlannedAgain();
    const before = await endsOf(hub);
    expect(before).toContain("unpublished 1");
    for (const query of [ENDS, ENDS.replace("1001", "1002"), `${ENDS} `]) {
      expect((await hub.ask({ query })).errors).toMatchObject([{ extensions: { code: "INTERNAL" } }]);
    }
    expect(await endsOf(hub)).toEqual(before);
    expect((await askOther("after")).data).toEqual({ after: { id: "1001" } });
  });

  test("answers a stream of a document that can't be planned with the same error", async () => {
    const response = await fetch(`${hub.url}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "text/event-stream",
        authorization: `Bearer ${await hub.tokenFor()}`,
        "x-purpose": ITEM_PURPOSE,
      },
      body: JSON.stringify({ query: ENDS }),
    });
    expect(await response.text()).toContain("ended the hub's planner");
  });

  test("ends a planner that does not come back", async () => {
    await untilPlannedAgain();
    log.clear();
    const reply = await hub.ask({ query: "query NeverComesBack { residents { edges { node { id } } } }" });
    expect(reply.errors).toMatchObject([{ extensions: { code: "INTERNAL" } }]);
    expect(log.lines()).toContainEqual(expect.objectContaining({ how: "no answer in 500 ms" }));
    await untilPlannedAgain();
  });

  test("answers published operations beside one that can't be planned", async () => {
    const before = await endsOf(hub);
    expect((await hub.ask({ query: PUBLISHED_AND_WRONG })).errors).toMatchObject([
      { extensions: { code: "INTERNAL" } },
    ]);
    expect((await askPublished({ roles: ["centre_head"] })).data).toMatchObject({ resident: { id: "1001" } });
    expect(await endsOf(hub)).not.toEqual(before);
    expect((await fetch(`${hub.url}/health/ready`)).status).toBe(200);
  });
});

function childrenOf(parent: number): string[] {
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const [state, ppid] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      return Number(ppid) === parent && state !== "Z";
    } catch {
      // It ended while we looked.
      return false;
    }
  });
}

describe("the planner's process", () => {
  const program = new URL("../../../router/plan/planner-process.mjs", import.meta.url);
  const settings = { program, timeoutMs: 5_000, startTimeoutMs: 30_000 };
  const supergraph = readText("schema/supergraph.graphql");

  test("plans, refuses what can't be planned, and goes on", async () => {
    const child = await startPlannerChild(supergraph, settings);
    await expect(child.plan(["{ nothing }"])).rejects.toBeInstanceOf(PlannerRefused);
    expect(await child.plan(['{ resident(id: "1") { id } }'])).toMatchObject([{ kind: "QueryPlan" }]);
    child.end();
    expect((await new Promise<PlannerEnded>((resolve) => child.onEnd(resolve))).how).toBe("SIGKILL");
  });

  test("refuses what is no supergraph", async () => {
    await expect(startPlannerChild("type Query {", settings)).rejects.toBeInstanceOf(PlannerRefused);
  });

  test.runIf(process.platform === "linux")("is given nothing of the hub's settings", async () => {
    const child = await startPlannerChild(supergraph, settings);
    const names = readFileSync(`/proc/${child.pid ?? 0}/environ`, "utf8")
      .split("\0")
      .filter((one) => one !== "");
    child.end();
    expect(names.map((one) => one.split("=")[0]).filter((name) => !name?.startsWith("NODE_CHANNEL_"))).toEqual([]);
  });

  test("ends with the process that started it, however that ends", async () => {
    const parent = `
      const { startPlannerChild } = await import(${JSON.stringify(new URL("../../../router/plan/planner-child.ts", import.meta.url).href)});
      const settings = { program: new URL(${JSON.stringify(program.href)}), timeoutMs: 5000, startTimeoutMs: 30000 };
      const { text } = await import("node:stream/consumers");
      const child = await startPlannerChild(await text(process.stdin), settings);
      process.stdout.write(String(child.pid), () => process.kill(process.pid, "SIGKILL"));`;
    const run = promisify(execFile)(process.execPath, ["--import", "tsx", "--input-type=module", "-e", parent]);
    // Longer than an argument may be.
    run.child.stdin?.end(supergraph);
    const pid = Number(await run.catch((error: unknown) => (error as { stdout: string }).stdout));
    expect(pid).toBeGreaterThan(0);
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 5_000 });
  });

  test.runIf(process.platform === "linux")("is gone once its hub has ended", async () => {
    const others = new Set(childrenOf(process.pid));
    const hub = await openHub({ documents });
    await hub.ask({ query: '{ resident(id: "1001") { id } }' });
    const planners = childrenOf(process.pid).filter((pid) => !others.has(pid));
    // One for what is published, one for the rest.
    expect(planners).toHaveLength(2);
    await hub.close();
    await vi.waitFor(() => expect(childrenOf(process.pid).filter((pid) => planners.includes(pid))).toEqual([]));
  });
});
