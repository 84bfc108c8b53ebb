import fc from "fast-check";
import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { clerk, confirm, endAll, head, openedPurpose, requestId } from "../support/emergency.ts";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { MAIN_QUERY } from "../support/main-query.ts";
import { idNumberOf, resident } from "../support/rows/resident.ts";
import { runs } from "../support/runs.ts";

const ELSEWHERE = "2099";
const third = { ...head, sub: "22" };
/** An officer of Population asks and confirms, so two of them are a pair both ways. */
const officer = (sub: string, more: object = {}) => ({
  sub,
  roles: ["department_officer"],
  department: "population",
  areas: ["320105006"],
  purpose: null,
  ...more,
});

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub({ overHttp: true });
  await resident(hub.sql, { id: ELSEWHERE, areaCode: "320205105001" });
});
afterAll(() => hub.close());
beforeEach(async () => {
  await hub.sql`truncate population.emergency_accesses, population.emergency_first_confirmations,
    population.emergency_requesters`;
});

interface Confirmed {
  state: string;
  firstConfirmedBy: string | null;
  confirmedBy: string | null;
  isAwaitingThirdPerson: boolean;
}
const stateOf = ({ data }: Reply) =>
  (data?.["confirmEmergencyAccess"] as { emergencyAccess: Confirmed | null } | null)?.emergencyAccess;
const codesOf = ({ errors }: Reply) => errors.map(({ extensions }) => extensions.code);
const ask = (asker: typeof clerk) => requestId(hub, asker, idNumberOf(ELSEWHERE));

/** So many opened by the two, one after the other; all are over afterwards. */
async function open(count: number, asker: typeof clerk, confirmer: typeof clerk): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    await openedPurpose(hub, asker, confirmer, idNumberOf(ELSEWHERE));
    await endAll(hub);
  }
}

describe("the fourth emergency access of one pair in a day", () => {
  test("waits for a third person, whose name stands beside the others", async () => {
    await open(3, clerk, head);
    const id = await ask(clerk);
    const first = await confirm(hub, head, id);
    expect([codesOf(first), stateOf(first)]).toEqual([
      [],
      {
        id,
        requestedBy: "11",
        state: "REQUESTED",
        firstConfirmedBy: "21",
        confirmedBy: null,
        isAwaitingThirdPerson: true,
      },
    ]);
    const look = () =>
      hub.ask({ ...clerk, query: MAIN_QUERY, variables: { id: ELSEWHERE }, purpose: `emergency:${id}` });
    expect((await look()).data?.["resident"]).toBeNull();
    expect(codesOf(await confirm(hub, head, id))).toEqual(["CONFLICT"]);
    const second = await confirm(hub, third, id);
    expect([codesOf(second), stateOf(second)]).toEqual([
      [],
      {
        id,
        requestedBy: "11",
        state: "CONFIRMED",
        firstConfirmedBy: "21",
        confirmedBy: "22",
        isAwaitingThirdPerson: false,
      },
    ]);
    expect((await look()).data?.["resident"]).not.toBeNull();
    // All three are in the access record, and auditors read who they were.
    const entered = await hub.sql<{ by: string }[]>`select distinct viewer_id as by from audit.access_records
      where kind = 'EMERGENCY' order by 1`;
    expect(entered.map(({ by }) => by)).toEqual(["11", "21", "22"]);
    const listed = await hub.ask({
      query: "{ emergencyAccesses(first: 1) { edges { node { requestedBy firstConfirmedBy confirmedBy } } } }",
      sub: "41",
      roles: ["auditor"],
      areas: ["32"],
      purpose: null,
    });
    expect(listed.data?.["emergencyAccesses"]).toEqual({
      edges: [{ node: { requestedBy: "11", firstConfirmedBy: "21", confirmedBy: "22" } }],
    });
  });

  test("is none for another pair", async () => {
    await open(3, clerk, head);
    for (const [asker, confirmer] of [
      [{ ...clerk, sub: "12" }, head],
      [clerk, third],
    ] as const) {
      const id = await ask(asker);
      expect(stateOf(await confirm(hub, confirmer, id))?.state).toBe("CONFIRMED");
    }
  });

  test("is the fourth whichever of the two asks", async () => {
    const [one, other] = [officer("51"), officer("52")];
    await open(2, one, other);
    await open(1, other, one);
    for (const [asker, confirmer] of [
      [one, other],
      [other, one],
    ] as const) {
      const id = await ask(asker);
      expect(stateOf(await confirm(hub, confirmer, id))?.isAwaitingThirdPerson).toBe(true);
    }
  });

  test("is the fourth wherever the two have come to work since", async () => {
    const elsewhere = (who: typeof clerk) => ({ ...who, areas: ["320105007"] });
    await open(3, clerk, head);
    const id = await ask(elsewhere(clerk));
    expect(stateOf(await confirm(hub, elsewhere(head), id))?.isAwaitingThirdPerson).toBe(true);
  });

  test("is opened by nobody who may be the asker or the first to confirm, has no right or is elsewhere", async () => {
    await open(3, clerk, head);
    const id = await ask(clerk);
    await confirm(hub, { ...head, makers: ["500"] }, id);
    const refused = async (who: object) => codesOf(await confirm(hub, { ...third, ...who }, id));
    expect(await refused({ makers: ["500"] })).toEqual(["CONFLICT"]);
    expect(await refused({ makers: ["11"] })).toEqual(["CONFLICT"]);
    expect(await refused({ makers: ["21"] })).toEqual(["CONFLICT"]);
    expect(await refused({ ...officer("11") })).toEqual(["CONFLICT"]);
    expect(await refused({ roles: ["village_worker"] })).toEqual(["UNAUTHORIZED_FIELD_OR_TYPE"]);
    const outside = await confirm(hub, { ...third, areas: ["320105007"] }, id);
    expect(stateOf(outside)).toBeNull();
    expect(await refused({ makers: ["501"] })).toEqual([]);
  });

  test("lapses like any other", async () => {
    await open(3, clerk, head);
    const id = await ask(clerk);
    await confirm(hub, head, id);
    await hub.sql`update population.emergency_accesses set lapses_at = clock_timestamp() where access_id = ${id}`;
    expect(codesOf(await confirm(hub, third, id))).toEqual(["CONFLICT"]);
    expect(codesOf(await confirm(hub, head, id))).toEqual(["CONFLICT"]);
  });

  test("is the fourth also when several are confirmed at once", async () => {
    await open(1, clerk, head);
    const ids = [await ask(clerk), await ask(clerk), await ask(clerk)];
    const replies = await Promise.all(ids.map((id) => confirm(hub, head, id)));
    expect(replies.map((reply) => stateOf(reply)?.state).sort()).toEqual(["CONFIRMED", "CONFIRMED", "REQUESTED"]);
  });

  test("is opened by two who confirm at once, and not by one who confirms twice at once", async () => {
    await open(3, clerk, head);
    await open(3, clerk, third);
    const [one, two] = [await ask(clerk), await ask(clerk)];
    const both = await Promise.all([confirm(hub, head, one), confirm(hub, third, one)]);
    expect(both.map((reply) => stateOf(reply)?.state).sort()).toEqual(["CONFIRMED", "REQUESTED"]);
    const same = await Promise.all([confirm(hub, head, two), confirm(hub, head, two)]);
    expect(same.map((reply) => stateOf(reply)?.state ?? "refused").sort()).toEqual(["REQUESTED", "refused"]);
  });
});

describe("the day", () => {
  const moved = (seconds: number) => hub.sql`update population.emergency_accesses
    set confirmed_at = date_trunc('day', clock_timestamp(), 'Asia/Shanghai') + make_interval(secs => ${seconds})
    where confirmed_by is not null`;

  test.each([
    [-1, "CONFIRMED"],
    [0, "REQUESTED"],
  ])("begins at midnight in China: confirmed %i seconds from it, the next is %s", async (seconds, state) => {
    await open(3, clerk, head);
    await moved(seconds);
    expect(stateOf(await confirm(hub, head, await ask(clerk)))?.state).toBe(state);
  });

  test("begins for what was asked for before it", async () => {
    await open(3, clerk, head);
    const id = await ask(clerk);
    await moved(-1);
    expect(stateOf(await confirm(hub, head, id))?.state).toBe("CONFIRMED");
  });

  test("keeps needing a third person for what was confirmed once before it", async () => {
    await open(3, clerk, head);
    const id = await ask(clerk);
    await confirm(hub, head, id);
    await moved(-1);
    expect(codesOf(await confirm(hub, head, id))).toEqual(["CONFLICT"]);
    expect(stateOf(await confirm(hub, third, id))?.state).toBe("CONFIRMED");
  });
});

// Whoever asks and confirms in whatever order: no two accounts open more than three by themselves.
test("no pair of accounts opens a fourth alone", async () => {
  const step = fc.record({ asker: fc.nat(2), first: fc.nat(2), then: fc.option(fc.nat(2)) });
  const who = (place: number) => officer(String(61 + place));
  const property = fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async (steps) => {
    await hub.sql`truncate population.emergency_accesses, population.emergency_first_confirmations`;
    for (const { asker, first, then } of steps) {
      const id = await ask(who(asker));
      await confirm(hub, who(first), id);
      if (then !== null) await confirm(hub, who(then), id);
      await endAll(hub);
      await hub.sql`update population.emergency_accesses set lapses_at = clock_timestamp() where confirmed_by is null`;
    }
    const alone = await hub.sql`select from population.emergency_accesses e
      left join population.emergency_first_confirmations f using (access_id)
      where e.confirmed_by is not null and f.access_id is null
      group by least(e.requested_by, e.confirmed_by), greatest(e.requested_by, e.confirmed_by) having count(*) > 3`;
    expect(alone).toHaveLength(0);
    const [same] = await hub.sql<{ count: number }[]>`select count(*)::int from population.emergency_accesses e
      join population.emergency_first_confirmations f using (access_id)
      where f.confirmed_by in (e.requested_by, e.confirmed_by)`;
    expect(same?.count).toBe(0);
  });
  await fc.assert(property, runs(8));
});

describe("the login of the department", () => {
  test("opens no fourth by itself, and enters no first confirmation in another's name", async () => {
    await open(3, clerk, head);
    const id = await ask(clerk);
    const login = postgres(hub.urlFor("population"), { max: 1, onnotice: () => undefined });
    const as = (account: string, statement: string) =>
      login.begin(async (sql) => {
        await sql`select onedoor.set_viewer('{320105006}', null), set_config('onedoor.emergency_account', ${account}, true)`;
        return sql.unsafe(statement);
      });
    const first = (by: string) =>
      `insert into population.emergency_first_confirmations (access_id, area_code, confirmed_by, makers)
        values ('${id}', '320105006', '${by}', '{}')`;
    try {
      const confirmed = `update population.emergency_accesses set confirmed_by = '21' where access_id = '${id}'`;
      await expect(as("21", confirmed)).rejects.toThrow("a third person");
      await expect(as("21", first("22"))).rejects.toThrow("row-level security");
      await expect(as("11", first("11"))).rejects.toThrow("row-level security");
      await as("21", first("21"));
      await expect(as("21", confirmed)).rejects.toThrow("a third person");
      await expect(as("22", "delete from population.emergency_first_confirmations")).rejects.toThrow(
        "permission denied",
      );
      await as("22", confirmed.replace("'21'", "'22'"));
    } finally {
      await login.end();
    }
  });
});
