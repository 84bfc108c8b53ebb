import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { RunningDelivery } from "../../hub/events/start-delivery.ts";
import { deliverEvents } from "../support/deliveries.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { HERE, recordMove, startRegister, THERE } from "../support/moves.ts";

describe.each([{ overHttp: false }, { overHttp: true }])("a move, with departments %j", ({ overHttp }) => {
  let hub: TestHub;
  let delivery: RunningDelivery;
  beforeAll(async () => {
    hub = await openHub({ overHttp });
    delivery = await deliverEvents(hub);
  });
  afterAll(async () => {
    await delivery.close();
    await hub.close();
  });
  beforeEach(async () => {
    await startRegister(hub);
    await hub.sql`truncate population.event_deliveries, grid.residents, grid.inbox`;
    await hub.sql`insert into grid.residents values (1001, ${HERE}), (1002, ${HERE})`;
  });

  test("is followed by who keeps the area, and entered once", async () => {
    await recordMove(hub);
    await vi.waitFor(async () => {
      const rows = await hub.sql`select area_code as area from grid.residents order by resident_id`;
      expect(rows.map(({ area }) => area)).toEqual([THERE, HERE]);
    }, 5_000);
    await vi.waitFor(async () => {
      const [row] = await hub.sql`select state, tries from population.event_deliveries`;
      expect(row).toEqual({ state: "HEARD", tries: 0 });
    }, 5_000);
    const [jobs] = await hub.sql`select count(*)::int as left from graphile_worker.jobs`;
    const [inbox] = await hub.sql`select count(*)::int as heard from grid.inbox`;
    expect({ ...jobs, ...inbox }).toEqual({ left: 0, heard: 1 });
  });
});
