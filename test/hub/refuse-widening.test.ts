import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refuseWidening } from "../../hub/refuse-widening.ts";
import { compose } from "../../schema/compose.ts";
import { parseRoles } from "../../schema/roles.ts";
import { subgraphs } from "../support/subgraphs.ts";
import { readText } from "../repository/tree.ts";
import { captureLog } from "../support/captured-log.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { resident } from "../support/rows/resident.ts";

const roles = parseRoles(readText("schema/roles.yaml"));
const { supergraph } = compose(subgraphs);
const AMOUNT = /^( {2}monthlyAmountFen: Int[^\n]*)@requiresScopes\(scopes: \[\[[^\]]*\]\]\)/m;

const changes = {
  "a rule is taken away": supergraph.replace(AMOUNT, "$1"),
  "a rule asks for less": supergraph.replace(AMOUNT, '$1@requiresScopes(scopes: [["civil-affairs:read"]])'),
};

describe("a hub that is given another supergraph while it runs", () => {
  const log = captureLog("info");
  let hub: TestHub;
  beforeAll(async () => {
    const refuseReload = (before: string, after: string) => refuseWidening(before, after, roles);
    hub = await openHub({ logger: log.logger, refuseReload });
    await resident(hub.sql, { id: "1001" });
  });
  afterAll(() => hub.close());

  test.each(Object.entries(changes))("does not take it when %s", async (_what, sdl) => {
    expect(sdl).not.toBe(supergraph);
    log.clear();
    expect(await hub.reload(sdl)).toBe(false);
    expect(log.text()).toContain("would see more of Assistance.monthlyAmountFen");
    const query = '{ resident(id: "1001") { idNumber assistance { monthlyAmountFen } } }';
    const reply = await hub.ask({ query });
    expect(reply.errors).toMatchObject([{ extensions: { code: "UNAUTHORIZED_FIELD_OR_TYPE" } }]);
    expect(reply.masked).toContain("Resident.idNumber");
  });

  test("takes one that shows as much, or less", async () => {
    expect(await hub.reload(supergraph)).toBe(true);
    expect(await hub.reload(supergraph.replace(/^ {2}phone:.*$/m, ""))).toBe(true);
  });
});
