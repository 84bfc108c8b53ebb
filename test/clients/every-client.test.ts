import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { clients } from "../support/clients.ts";
import { refused } from "../support/faults/wire.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { ITEM_PURPOSE } from "../support/purposes.ts";
import { resident } from "../support/rows/resident.ts";
import { createHubFetch, purposeHeader } from "./shown/hub-fetch.ts";
import { stateOf } from "./shown/state-of.ts";

const PAGE = `query Page($id: ID!) {
  resident(id: $id) {
    id
    name
    idNumber
    medicalInsurance { status claims(first: 1) { edges { node { settledOn diagnosis } } } }
    assistance { status }
    oldAgeAllowance { bandAge }
  }
}`;
const CLAIM = ["resident", "medicalInsurance", "claims", "edges", 0, "node", "diagnosis"];

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub({ throughProxies: true });
  await resident(hub.sql, { id: "1001" });
  await resident(hub.sql, { id: "2001", areaCode: "320205105001" });
});
beforeEach(() => hub.sql`truncate audit.access_records`);
afterEach(async () => {
  vi.restoreAllMocks();
  await hub.proxyOf("medical-insurance").heal();
});
afterAll(() => hub.close());

describe.each(Object.entries(clients))("%s", (_name, create) => {
  const url = () => `${hub.url}/graphql`;
  const open = (askForToken = () => hub.tokenFor()) => create(url(), createHubFetch(askForToken));

  test("keeps a page of which one field is refused, and can say of each value what it is", async () => {
    const { data, ...signs } = await open()(PAGE, { id: "1001" }, ITEM_PURPOSE);
    expect(data).toMatchObject({
      resident: {
        id: "1001",
        name: "郭君",
        idNumber: "329901************",
        medicalInsurance: { claims: { edges: [{ node: { settledOn: "2025-03-02", diagnosis: null } }] } },
        assistance: { status: "GRANTED" },
        oldAgeAllowance: null,
      },
    });
    expect(stateOf("郭君", ["resident", "name"], "Resident.name", signs)).toBe("VALUE");
    expect(stateOf("329901************", ["resident", "idNumber"], "Resident.idNumber", signs)).toBe("MASKED");
    expect(stateOf(null, CLAIM, "Claim.diagnosis", signs)).toBe("UNAUTHORIZED_FIELD_OR_TYPE");
    expect(stateOf(null, ["resident", "oldAgeAllowance"], "Resident.oldAgeAllowance", signs)).toBe("NONE");
  });

  test("gets the masked list where nothing is refused", async () => {
    const query = "query ($id: ID!) { resident(id: $id) { idNumber } }";
    const { errors, masked } = await open()(query, { id: "1001" }, ITEM_PURPOSE);
    expect([errors, masked]).toEqual([[], ["Resident.idNumber"]]);
  });

  test("keeps a page of which one department is down", async () => {
    await hub.proxyOf("medical-insurance").fail(refused);
    const { data, ...signs } = await open()(PAGE, { id: "1001" }, ITEM_PURPOSE);
    expect(data).toMatchObject({ resident: { medicalInsurance: null, assistance: { status: "GRANTED" } } });
    const path = ["resident", "medicalInsurance"];
    expect(stateOf(null, path, "Resident.medicalInsurance", signs)).toBe("SUBGRAPH_UNAVAILABLE");
  });

  test("learns that a purpose is missing", async () => {
    const { data, ...signs } = await open()(PAGE, { id: "1001" }, "duty:too short");
    expect(data).toEqual({ resident: null });
    expect(stateOf(null, ["resident"], "Query.resident", signs)).toBe("PURPOSE_REQUIRED");
  });

  test("reads of somebody elsewhere what it reads of nobody", async () => {
    const bring = open();
    const elsewhere = await bring(PAGE, { id: "2001" }, ITEM_PURPOSE);
    const nobody = await bring(PAGE, { id: "9999" }, ITEM_PURPOSE);
    expect(elsewhere.data).toEqual({ resident: null });
    expect(stateOf(null, ["resident"], "Query.resident", elsewhere)).toBe("NONE");
    expect({ ...elsewhere, accessRecord: null }).toEqual({ ...nobody, accessRecord: null });
  });

  test("is entered with a duty in Chinese as it was written, and knows its entry", async () => {
    const duty = "核查100%覆盖的低保家庭情况";
    const { accessRecord } = await open()(PAGE, { id: "1001" }, purposeHeader("duty", duty));
    const [entry] = await hub.sql`select record_id, purpose from audit.access_records`;
    expect(entry).toEqual({ record_id: accessRecord, purpose: `duty:${duty}` });
  });

  test("asks for another token once the one it has is refused", async () => {
    const tokens = [await hub.tokenFor({ ttlSeconds: -60 }), await hub.tokenFor()];
    const askForToken = vi.fn(() => Promise.resolve(tokens.shift() ?? "none is left"));
    const bring = open(askForToken);
    for (let times = 1; times <= 2; times += 1) {
      expect((await bring(PAGE, { id: "1001" }, ITEM_PURPOSE)).data).toHaveProperty("resident.id", "1001");
    }
    expect(askForToken).toHaveBeenCalledTimes(2);
  });

  test("makes a look of its own each time, and never by GET", async () => {
    const sent = vi.spyOn(globalThis, "fetch");
    const bring = open();
    for (let times = 1; times <= 2; times += 1) await bring(PAGE, { id: "1001" }, ITEM_PURPOSE);
    expect(await hub.sql`select from audit.access_records`).toHaveLength(2);
    const own = sent.mock.calls.filter(([input]) => (input instanceof Request ? input.url : String(input)) === url());
    expect(own.map(([, init]) => init?.method)).toEqual(["POST", "POST"]);
  });
});
