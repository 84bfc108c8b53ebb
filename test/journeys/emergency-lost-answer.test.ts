import { afterAll, beforeAll, expect, test } from "vitest";
import { clerk, request } from "../support/emergency.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { idNumberOf } from "../support/rows/resident.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub({ throughProxies: true });
});
afterAll(async () => {
  await hub.close();
});

test("a change whose answer was lost on the way is not made again", async () => {
  hub.proxyOf("population").failNext({
    name: "does it, and breaks the connection",
    async meet({ ask, response }) {
      await ask();
      response.destroy();
    },
  });
  const reply = await request(hub, clerk, idNumberOf("2099"));
  expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["SUBGRAPH_UNAVAILABLE"]);
  const [made] = await hub.sql<{ count: number }[]>`select count(*)::int from population.emergency_accesses`;
  expect(made?.count).toBe(1);
  // What the office is called the router asks beside it.
  const changes = hub.proxyOf("population").calls.filter((body) => body.includes("mutation"));
  expect(changes).toHaveLength(1);
});
