import fc from "fast-check";
import postgres from "postgres";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openHub, type TestHub } from "../support/hub.ts";
import {
  errorsOfMove,
  HERE,
  moved,
  moveInput,
  NEARBY,
  nothingDone,
  officer,
  recordMove,
  registerOf,
  startRegister,
  THERE,
} from "../support/moves.ts";
import { PATIENCE_MS, runs } from "../support/runs.ts";

const hub: TestHub = await openHub();

beforeEach(() => startRegister(hub));
afterAll(() => hub.close());

const other = [{ code: "CONFLICT", field: "key" }];

describe("the key of a change", () => {
  test("sent again gives the first answer, whatever order its fields have, and changes nothing", async () => {
    const first = await recordMove(hub);
    const turned = Object.fromEntries(Object.entries({ ...moveInput, householdId: null }).reverse());
    expect((await recordMove(hub, turned)).text).toBe(first.text);
    expect(await registerOf(hub)).toEqual(moved);
  });

  test("sent by many at once gives them one answer, and one change", async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, () => recordMove(hub)));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(errorsOfMove(replies[0] as (typeof replies)[0])).toEqual([]);
    expect(await registerOf(hub)).toEqual(moved);
  });

  test("stands for one change of one account", async () => {
    await recordMove(hub);
    for (const change of [{ areaCode: NEARBY }, { address: "别处" }, { residentId: "1002" }, { expectedVersion: 1 }]) {
      const reply = await recordMove(hub, change);
      expect(errorsOfMove(reply)).toEqual(other);
      expect(reply.text).not.toContain(moveInput.key);
    }
    expect(await registerOf(hub)).toEqual(moved);
    expect(errorsOfMove(await recordMove(hub, { residentId: "1002" }, { ...officer, sub: "702" }))).toEqual([]);
  });

  test("answers by what its account may see when it is sent again", async () => {
    await recordMove(hub);
    const reply = await recordMove(hub, {}, { ...officer, areas: ["3201"] });
    expect(reply.data).toEqual({ recordMove: { resident: null, errors: [] } });
  });

  test("is let go after 40 days, and not before", async () => {
    await recordMove(hub);
    const age = (days: number) =>
      hub.sql`update population.request_keys set made_at = now() - make_interval(days => ${days})`;
    await age(39);
    await recordMove(hub, { key: "another-key-of-the-account", residentId: "1002" });
    expect(await registerOf(hub)).toMatchObject({ keys: 2 });
    await age(41);
    await recordMove(hub, { key: "a-third-key-of-the-account", areaCode: NEARBY });
    expect(await registerOf(hub)).toMatchObject({ keys: 1 });
  });

  test("keeps no name, number or address", async () => {
    await recordMove(hub);
    const [kept] = await hub.sql`select answer from population.request_keys`;
    expect(kept?.["answer"]).toEqual({ residentId: "1001", residentIds: ["1001"] });
  });

  test("makes each change once, however often and together changes are sent", { timeout: PATIENCE_MS }, async () => {
    const sent = fc.record({
      key: fc.constantFrom("the-first-of-the-keys", "the-second-of-the-keys", "the-third-of-the-keys"),
      areaCode: fc.constantFrom(HERE, NEARBY, THERE),
      times: fc.integer({ min: 1, max: 3 }),
    });
    const property = fc.asyncProperty(fc.array(sent, { minLength: 1, maxLength: 8 }), async (all) => {
      await startRegister(hub);
      const kept = new Map<string, string>();
      let [at, told] = [HERE, 0];
      for (const { times, ...change } of all) {
        const first = kept.get(change.key);
        let expected: object[] = [];
        if (first !== undefined) expected = first === change.areaCode ? [] : other;
        else if (at === change.areaCode) expected = [{ code: "NO_CHANGE", field: "areaCode" }];
        else {
          kept.set(change.key, change.areaCode);
          [at, told] = [change.areaCode, told + 1];
        }
        const replies = await Promise.all(Array.from({ length: times }, () => recordMove(hub, change)));
        for (const reply of replies) expect(errorsOfMove(reply)).toEqual(expected);
        expect(await registerOf(hub)).toEqual({ areas: [at, HERE], told, keys: kept.size });
      }
    });
    await fc.assert(property, runs(10));
  });
});

describe("a change that meets another", () => {
  const failing = (times: number, code: string) =>
    hub.sql.unsafe(`
    create sequence public.tries;
    create function public.fail() returns trigger language plpgsql security definer as $$ begin
      if nextval('public.tries') <= ${times} then raise exception 'met' using errcode = '${code}'; end if;
      return new;
    end $$;
    create trigger fail before update on population.residents for each row execute function public.fail()`);
  const heal = () => hub.sql.unsafe("drop function public.fail cascade; drop sequence public.tries");

  test.each(["40001", "40P01"])("is made again after %s, five times at most", async (code) => {
    await failing(4, code);
    expect(errorsOfMove(await recordMove(hub))).toEqual([]);
    expect(await registerOf(hub)).toEqual(moved);
    await heal();
    await startRegister(hub);
    await failing(5, code);
    const reply = await recordMove(hub);
    expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["CONFLICT"]);
    expect(await registerOf(hub)).toEqual(nothingDone);
    await heal();
  });

  test("is not made again after another failure, and leaves nothing", async () => {
    await failing(1, "22000");
    const reply = await recordMove(hub);
    expect(reply.data ?? null).not.toMatchObject({ recordMove: { errors: [] } });
    expect(await registerOf(hub)).toEqual(nothingDone);
    await heal();
  });

  test("that waits for it both ways round is made all the same", async () => {
    const another = postgres(hub.adminUrl, { max: 1, onnotice: () => undefined });
    await another`begin`;
    await another`select from population.residents where resident_id = 1002 for update`;
    // Holds 1001 and waits for 1002.
    const reply = recordMove(hub, { isWholeHousehold: true });
    await expect.poll(waiting).toBe(1);
    // The server ends one of the two, whichever it finds first.
    await another`select from population.residents where resident_id = 1001 for update`.catch(() => undefined);
    await another`rollback`;
    await another.end();
    expect(errorsOfMove(await reply)).toEqual([]);
    expect(await registerOf(hub)).toEqual({ areas: [THERE, THERE], told: 2, keys: 1 });
  });

  test("with a version that was read lets one of two through", async () => {
    const move = (key: string, areaCode: string) => recordMove(hub, { key, areaCode, expectedVersion: 1 });
    const replies = await Promise.all([move("the-key-of-one-move", THERE), move("the-key-of-the-other", NEARBY)]);
    const errors = replies.map(errorsOfMove).sort((one, another) => (one?.length ?? 0) - (another?.length ?? 0));
    expect(errors).toEqual([[], [{ code: "CONFLICT", field: "expectedVersion" }]]);
    expect(await registerOf(hub)).toMatchObject({ told: 1, keys: 1 });
  });

  async function waiting(): Promise<number> {
    const found = await hub.sql`select from pg_stat_activity
      where datname = current_database() and application_name = 'onedoor population' and wait_event_type = 'Lock'`;
    return found.length;
  }
});
