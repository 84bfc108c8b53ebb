import fc from "fast-check";
import { graphql } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operationsOf } from "../../bench/differential/operations.ts";
import { federate, type Federation } from "../support/federation/federate.ts";
import { type ServedSubgraphs, serveSubgraphs } from "../support/federation/over-http.ts";
import { monolithOf, town } from "../support/federation/town/town.ts";
import { runHiveGateway } from "../support/hive-gateway.ts";
import { tell, times } from "../support/long-form.ts";
import type { RunningHub } from "../support/running-hub.ts";

const OPERATIONS = times({ short: 100, long: 3_000 });

/** The reference for our executor: the same planner in another runtime, over the same subgraphs. */
describe("generated operations over the town, behind HTTP", () => {
  let served: ServedSubgraphs;
  let gateway: RunningHub;
  let hub: Federation;
  beforeAll(async () => {
    served = await serveSubgraphs(town);
    hub = federate(town, served.transports);
    await startGateway();
  }, 120_000);
  afterAll(async () => {
    // It waits for its own clean-up, which does not come to an end.
    gateway.process.kill("SIGKILL");
    await served.close();
  });

  const startGateway = async (): Promise<void> => {
    gateway = await runHiveGateway({ departments: Object.fromEntries(served.addresses), supergraph: hub.supergraph });
  };

  /** Its answer's data; null when it did not survive the question: some operations end the planner's whole process. */
  const askGateway = async (query: string, variables: object): Promise<string | null> => {
    const reply = await fetch(`${gateway.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ query, variables }),
    }).catch(() => null);
    if (reply === null) {
      await startGateway();
      return null;
    }
    const { data } = (await reply.json()) as { data?: unknown };
    return JSON.stringify(data);
  };

  test("have the answers that Hive Gateway gives, and where it differs, those of one schema", async () => {
    const monolith = monolithOf(hub.api);
    const values = { ID: ["c1", "f1", "s1", "d1", "k1", "c4", "f2", "nobody"], String: ["x", "1995-01-01"] };
    const counts = { equal: 0, others: 0, ended: 0, unplanned: 0 };
    const property = fc.asyncProperty(operationsOf(hub.api, { depth: 4, values }), async ({ query, variables }) => {
      const ours = await hub.ask(query, variables);
      if (ours.data === undefined && ours.errors?.[0]?.extensions.code === "INTERNAL") {
        counts.unplanned += 1;
        return;
      }
      const [mine, theirs] = [JSON.stringify(ours.data), await askGateway(query, variables)];
      if (mine === theirs) {
        counts.equal += 1;
        return;
      }
      const right = await graphql({ schema: monolith, source: query, variableValues: variables });
      expect(mine).toBe(JSON.stringify(right.data));
      counts.others += 1;
    });
    await fc.assert(property, { seed: 1, numRuns: OPERATIONS });
    tell(
      `${counts.equal} equal, ${counts.others} where Hive Gateway is wrong, ${counts.ended} that end its process, ` +
        `${counts.unplanned} that the planner can't plan`,
    );
    expect(counts.equal).toBeGreaterThan(OPERATIONS / 2);
  }, 1_800_000);
});
