import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clerk, confirm, head, moveBack, openedPurpose, REQUEST, request, requestId } from "../support/emergency.ts";
import { openHub, type Question, readReply, type TestHub } from "../support/hub.ts";
import { MAIN_QUERY } from "../support/main-query.ts";
import { account } from "../support/rows/accounts.ts";
import { household } from "../support/rows/population.ts";
import { idNumberOf, resident } from "../support/rows/resident.ts";

const HERE = "1001";
const ELSEWHERE = "2099";
const NEIGHBOUR = "2098";
const NOBODY_HAS = idNumberOf("9997");

describe.each([
  ["in one process", false],
  ["over HTTP", true],
])("emergency access %s", (_how, overHttp) => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await openHub({ overHttp });
    await household(hub.sql, { id: "71", areaCode: "320205105001" });
    await account(hub.sql, { id: "11", username: "wangjia", areas: ["320105006"], roles: ["window_clerk"] });
    await resident(hub.sql, { id: HERE });
    for (const id of [ELSEWHERE, NEIGHBOUR]) await resident(hub.sql, { id, areaCode: "320205105001" });
    await hub.sql`update population.residents set household_id = 71 where area_code = '320205105001'`;
  });
  afterAll(async () => {
    await hub.close();
  });

  let freshAccounts = 1_000;
  /** Somebody whose requests nothing else counts. */
  const fresh = () => ({ ...clerk, sub: String((freshAccounts += 1)) });
  const codesOf = ({ errors }: { errors: { extensions: { code: string } }[] }) =>
    errors.map(({ extensions }) => extensions.code);
  const look = (asker: Question | typeof clerk, purpose: string, id = ELSEWHERE, query = MAIN_QUERY) =>
    hub.ask({ ...asker, query, variables: { id }, purpose });

  test("is marked where the resident sees who looked", async () => {
    const asker = fresh();
    const purpose = await openedPurpose(hub, asker, head, idNumberOf(ELSEWHERE));
    await look(asker, purpose);
    const own = await hub.ask({
      query: `{ resident(id: "${ELSEWHERE}") { accessRecords { edges { node { viewerId purpose isEmergency } } } } }`,
      roles: ["resident"],
      areas: [],
      residentId: ELSEWHERE,
    });
    expect(own.errors).toEqual([]);
    expect(own.text).toContain(`{"viewerId":"${asker.sub}","purpose":"${purpose}","isEmergency":true}`);
  });

  test("opens one resident of another area as if she lived here, and nobody else", async () => {
    const asker = fresh();
    const purpose = await openedPurpose(hub, asker, head, idNumberOf(ELSEWHERE));
    const [seen, here] = [await look(asker, purpose), await look(asker, "item:320101-001", HERE)];
    // The same fields, masks and refusals that the role has in its own area.
    expect(JSON.parse(seen.text.replaceAll(ELSEWHERE, HERE))).toEqual(JSON.parse(here.text));
    expect(seen.masked).toEqual(["Resident.idNumber"]);
    expect(codesOf(seen)).toEqual(["UNAUTHORIZED_FIELD_OR_TYPE"]);
    for (const other of [HERE, NEIGHBOUR]) expect((await look(asker, purpose, other)).data).toEqual({ resident: null });
    const listed = await hub.ask({
      ...asker,
      purpose,
      query: `{ a: residents(first: 100) { edges { node { id } } }
        b: residents(filter: { areaCode: "32" }, first: 100) { edges { node { id } } }
        c: resident(id: "${ELSEWHERE}") { household { members { id } } } me { username } accounts { edges { node { id } } } }`,
    });
    expect(listed.data).toEqual({
      a: { edges: [] },
      // Lists look in the own areas alone, and there nobody is in sight.
      b: { edges: [] },
      c: { household: null },
      me: null,
      accounts: null,
    });
    // Nobody is told that the person lives alone.
    expect(listed.errors).toContainEqual(
      expect.objectContaining({
        path: ["c", "household"],
        extensions: { code: "UNAUTHORIZED_FIELD_OR_TYPE" },
      }),
    );
  });

  test("leaves the asker what is the asker's own", async () => {
    const asker = { ...clerk, sub: "11" };
    const purpose = await openedPurpose(hub, asker, head, idNumberOf(ELSEWHERE));
    const id = purpose.slice("emergency:".length);
    const reply = await hub.ask({
      ...asker,
      purpose,
      query: `{ me { username } emergencyAccess(id: "${id}") { state } }`,
    });
    expect(reply.errors).toEqual([]);
    expect(reply.data).toEqual({ me: { username: "wangjia" }, emergencyAccess: { state: "CONFIRMED" } });
  });

  test("is recorded under its purpose word for word, with the area of the account", async () => {
    const asker = fresh();
    const purpose = await openedPurpose(hub, asker, head, idNumberOf(ELSEWHERE));
    await look(asker, purpose);
    const records = await hub.sql`select purpose, areas, cardinality(residents) as people from audit.access_records
      where viewer_id = ${asker.sub} and kind = 'LOOK'`;
    expect([...records]).toEqual([{ purpose, areas: ["320105006"], people: 1 }]);
  });

  test("is asked for with the same answer whether there is such a resident or not", async () => {
    const replies = await Promise.all([
      request(hub, fresh(), idNumberOf(ELSEWHERE)),
      request(hub, fresh(), NOBODY_HAS),
      request(hub, fresh(), idNumberOf(HERE)),
    ]);
    const bytes = replies.map(({ text }) => text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, "ID"));
    expect(bytes[0]).toBe(
      '{"data":{"requestEmergencyAccess":{"emergencyAccess":{"id":"ID","state":"REQUESTED","confirmedBy":null}}}}',
    );
    expect(new Set(bytes).size).toBe(1);
  });

  test("confirmed for a number nobody has is a purpose that shows nobody", async () => {
    const asker = fresh();
    const reply = await look(asker, await openedPurpose(hub, asker, head, NOBODY_HAS));
    expect(reply.data).toEqual({ resident: null });
    expect(codesOf(reply)).not.toContain("PURPOSE_REQUIRED");
  });

  test("is no purpose before it is confirmed, after it has ended, for another account, or written otherwise", async () => {
    const asker = fresh();
    const id = await requestId(hub, asker, idNumberOf(ELSEWHERE));
    const expectNone = async (purpose: string, who: typeof clerk = asker) => {
      // Also in the own area: it counts as if no purpose had been given.
      for (const resident of [ELSEWHERE, HERE]) {
        const reply = await look(who, purpose, resident, "query ($id: ID!) { resident(id: $id) { name } }");
        expect({ purpose, data: reply.data, codes: codesOf(reply) }).toEqual({
          purpose,
          data: { resident: null },
          codes: ["PURPOSE_REQUIRED"],
        });
      }
    };
    await expectNone(`emergency:${id}`);
    await confirm(hub, head, id);
    expect((await look(asker, `emergency:${id}`)).data?.["resident"]).not.toBeNull();
    await expectNone(`emergency:${id}`, fresh());
    await expectNone(`emergency:${id}`, head);
    for (const other of [id.toUpperCase(), `${id}0`, id.slice(1), `{${id}}`, "", "1", `${id}' or true`]) {
      await expectNone(`emergency:${other}`);
    }
    await expectNone(`Emergency:${id}`);
    // A role of the same account that may not give this kind.
    await expectNone(`emergency:${id}`, { ...asker, roles: ["centre_head"] });
    await moveBack(hub, id, 31);
    await expectNone(`emergency:${id}`);
  });

  test("lasts thirty minutes by the database's clock", async () => {
    const asker = fresh();
    const purpose = await openedPurpose(hub, asker, head, idNumberOf(ELSEWHERE));
    const id = purpose.slice("emergency:".length);
    const [row] =
      await hub.sql`select ends_at - confirmed_at as lasts from population.emergency_accesses where access_id = ${id}`;
    expect(row?.["lasts"]).toBe("00:30:00");
    await moveBack(hub, id, 29);
    expect((await look(asker, purpose)).data?.["resident"]).not.toBeNull();
    await moveBack(hub, id, 1);
    expect(codesOf(await look(asker, purpose, ELSEWHERE, "query ($id: ID!) { resident(id: $id) { id } }"))).toEqual([
      "PURPOSE_REQUIRED",
    ]);
  });

  test("takes a second person of the same area, once, in time", async () => {
    const asker = fresh();
    const id = await requestId(hub, asker, idNumberOf(ELSEWHERE));
    const both = { ...asker, roles: ["department_officer"], department: "population" };
    expect(codesOf(await confirm(hub, both, id))).toEqual(["CONFLICT"]);
    const none = { confirmEmergencyAccess: { emergencyAccess: null } };
    for (const areas of [["320105007"], ["320205105"], ["320105006001"], [], ["3201050"]]) {
      expect((await confirm(hub, { ...head, areas }, id)).data).toEqual(none);
    }
    for (const other of ["00000000-0000-0000-0000-000000000000", "1", id.toUpperCase(), ""]) {
      expect((await confirm(hub, head, other)).data).toEqual(none);
    }
    // Of two at once, one.
    const [one, two] = await Promise.all([confirm(hub, head, id), confirm(hub, { ...head, sub: "22" }, id)]);
    expect([codesOf(one), codesOf(two)].sort()).toEqual([[], ["CONFLICT"]]);
    const late = await requestId(hub, asker, idNumberOf(ELSEWHERE));
    await moveBack(hub, late, 31);
    expect(codesOf(await confirm(hub, { ...head, areas: ["32"] }, late))).toEqual(["CONFLICT"]);
  });

  test.each([
    [{ roles: ["department_officer"], department: "population", areas: ["3201"] }, true],
    [{ roles: ["department_officer"], department: "civil-affairs", areas: ["3201"] }, false],
    [{ roles: ["village_worker"] }, false],
    [{ roles: ["auditor"], areas: ["32"] }, false],
    [{ roles: ["resident"] }, false],
  ])("is confirmed by %j: %s", async (who, may) => {
    const id = await requestId(hub, fresh(), idNumberOf(ELSEWHERE));
    const reply = await confirm(hub, { ...head, sub: "31", ...who }, id);
    expect(codesOf(reply)).toEqual(may ? [] : ["UNAUTHORIZED_FIELD_OR_TYPE"]);
    if (!may) expect(reply.data).toBeNull();
  });

  test("is open three times for one account, also when it asks at once", async () => {
    const asker = fresh();
    const replies = await Promise.all(Array.from({ length: 6 }, () => request(hub, asker, idNumberOf(ELSEWHERE))));
    expect(replies.flatMap((reply) => codesOf(reply))).toEqual(["RATE_LIMITED", "RATE_LIMITED", "RATE_LIMITED"]);
    await hub.sql`update population.emergency_accesses set lapses_at = clock_timestamp() where requested_by = ${asker.sub}`;
    expect(codesOf(await request(hub, asker, idNumberOf(ELSEWHERE)))).toEqual([]);
  });

  test("needs a reason, a whole number, an area, and another purpose than its own", async () => {
    for (const reason of ["", "short", "x".repeat(201), "two\nlines of some length"]) {
      expect(codesOf(await request(hub, fresh(), idNumberOf(ELSEWHERE), reason))).toEqual(["BAD_USER_INPUT"]);
    }
    expect(codesOf(await request(hub, fresh(), "329901199001010017"))).toEqual(["BAD_USER_INPUT"]);
    expect(codesOf(await request(hub, { ...fresh(), areas: [] }, idNumberOf(ELSEWHERE)))).toEqual(["BAD_USER_INPUT"]);
    const asker = fresh();
    const purpose = await openedPurpose(hub, asker, head, idNumberOf(ELSEWHERE));
    expect(codesOf(await request(hub, { ...asker, purpose }, idNumberOf(NEIGHBOUR)))).toEqual(["BAD_USER_INPUT"]);
  });

  test("is listed for those who confirm it and for auditors, area by area", async () => {
    await hub.sql`delete from population.emergency_accesses`;
    const ids: string[] = [];
    for (let at = 0; at < 3; at += 1) ids.unshift(await requestId(hub, fresh(), idNumberOf(ELSEWHERE)));
    await requestId(hub, { ...fresh(), areas: ["320205105"] }, idNumberOf(HERE));
    const query = `query ($after: String) { emergencyAccesses(first: 2, after: $after) {
      edges { node { id state reason requestedBy } } pageInfo { hasNextPage endCursor } } }`;
    type Page = { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    const page = async (who: typeof clerk, after: string | null) =>
      (await hub.ask({ ...who, query, variables: { after } })).data?.["emergencyAccesses"] as Page | null;
    const first = await page(head, null);
    const second = await page(head, first?.pageInfo.endCursor ?? null);
    expect([first, second].flatMap((one) => one?.edges.map(({ node }) => node.id))).toEqual(ids);
    expect(second?.pageInfo.hasNextPage).toBe(false);
    const auditor = { ...head, sub: "41", roles: ["auditor"], areas: ["3202"] };
    expect((await page(auditor, null))?.edges).toHaveLength(1);
    expect(await page(clerk, null)).toBeNull();
  });

  test("has no way in for clients to what only the router asks", async () => {
    for (const query of ['{ emergencyGrant(id: "x") { residentId } }', '{ __type(name: "EmergencyGrant") { name } }']) {
      const reply = await hub.ask({ ...clerk, query });
      expect(reply.data ?? { __type: null }).toEqual({ __type: null });
    }
  });

  test("is asked for by POST alone, and refused whole with any part of it", async () => {
    const before = await countOf(hub);
    const variables = JSON.stringify({ idNumber: idNumberOf(ELSEWHERE), reason: "long enough a reason" });
    const url = `${hub.url}/graphql?query=${encodeURIComponent(REQUEST)}&variables=${encodeURIComponent(variables)}`;
    const reply = await readReply(
      await fetch(url, { headers: { authorization: `Bearer ${await hub.tokenFor(clerk)}` } }),
    );
    expect(reply.status).toBe(405);
    const mixed = await hub.ask({
      ...clerk,
      query: `mutation { requestEmergencyAccess(input: { idNumber: "${idNumberOf(ELSEWHERE)}", reason: "long enough a reason" }) {
        emergencyAccess { id } } confirmEmergencyAccess(input: { id: "x" }) { emergencyAccess { id } } }`,
    });
    expect([mixed.data, codesOf(mixed)]).toEqual([null, ["UNAUTHORIZED_FIELD_OR_TYPE"]]);
    expect(await countOf(hub)).toBe(before);
  });
});

async function countOf(hub: TestHub): Promise<number> {
  const [row] = await hub.sql<{ count: number }[]>`select count(*)::int from population.emergency_accesses`;
  return row?.count ?? -1;
}
