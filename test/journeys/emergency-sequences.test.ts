import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clerk, confirm, head, moveBack, request } from "../support/emergency.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { registeredResident } from "../support/rows/population.ts";
import { idNumberOf } from "../support/rows/resident.ts";
import { PATIENCE_MS, runs } from "../support/runs.ts";

// Outside everybody's area.
const PEOPLE = ["2098", "2099"];
const MOST_OPEN = 3;

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub();
  for (const id of PEOPLE) {
    await registeredResident(hub.sql, { id, areaCode: "320205105001", idNumber: idNumberOf(id) });
  }
});
afterAll(async () => {
  await hub.close();
});

type Step =
  | { does: "request"; by: number; person: number }
  | { does: "confirm"; by: number; at: number }
  | { does: "pass"; at: number; minutes: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ does: fc.constant("request" as const), by: fc.nat(1), person: fc.nat(PEOPLE.length - 1) }),
    fc.record({ does: fc.constant("confirm" as const), by: fc.nat(4), at: fc.nat(5) }),
    fc.record({ does: fc.constant("pass" as const), at: fc.nat(5), minutes: fc.constantFrom(10, 25, 31) }),
  ),
  { minLength: 3, maxLength: 12 },
);

/** What the test believes of one request, in minutes of that request's own clock. */
interface Believed {
  id: string;
  by: number;
  person: string;
  age: number;
  confirmedAt: number | null;
}

const isOpen = ({ age, confirmedAt }: Believed) => confirmedAt !== null && age - confirmedAt < 30;
const isCounted = (one: Believed) => (one.confirmedAt === null ? one.age < 30 : isOpen(one));

let run = 0;

test(
  "a resident of another area is in sight exactly while a confirmed request of the viewer's for her is open",
  async () => {
    const property = fc.asyncProperty(steps, async (sequence) => {
      // Accounts of this run alone: the limit counts what an account has asked for.
      const askers = [0, 1].map((at) => ({ ...clerk, sub: `run ${run} clerk ${at}` }));
      const confirmers = [
        { ...head, sub: `run ${run} head` },
        { ...head, sub: `run ${run} of another area`, areas: ["320205105"] },
        ...askers.map((asker) => ({ ...asker, roles: ["department_officer"], department: "population" })),
        { ...clerk, sub: `run ${run} clerk who may not` },
      ];
      run += 1;
      const believed: Believed[] = [];

      const take = async (step: Step): Promise<void> => {
        if (step.does === "request") {
          const asker = askers[step.by] ?? clerk;
          const person = PEOPLE[step.person] ?? "";
          const reply = await request(hub, asker, idNumberOf(person));
          const hasRoom = believed.filter((one) => one.by === step.by && isCounted(one)).length < MOST_OPEN;
          expect(reply.errors.length === 0).toBe(hasRoom);
          const id = /"id":"([^"]+)"/.exec(reply.text)?.[1];
          if (id !== undefined) believed.push({ id, by: step.by, person, age: 0, confirmedAt: null });
          return;
        }
        const one = believed[step.at];
        if (one === undefined) return;
        if (step.does === "pass") {
          await moveBack(hub, one.id, step.minutes);
          one.age += step.minutes;
          return;
        }
        const isAnotherOfTheArea = step.by === 0 || (step.by >= 2 && step.by <= 3 && step.by - 2 !== one.by);
        if (isAnotherOfTheArea && one.confirmedAt === null && one.age < 30) one.confirmedAt = one.age;
        await confirm(hub, confirmers[step.by] ?? head, one.id);
      };

      const check = async (): Promise<void> => {
        for (const { id } of believed) {
          for (const [by, asker] of askers.entries()) {
            const query = `{ ${PEOPLE.map((person) => `p${person}: resident(id: "${person}") { id }`).join(" ")} }`;
            const { data } = await hub.ask({ ...asker, query, purpose: `emergency:${id}` });
            const seen = PEOPLE.filter((person) => data?.[`p${person}`] != null);
            const open = believed.filter((one) => one.id === id && one.by === by && isOpen(one));
            expect(seen).toEqual(open.map(({ person }) => person));
          }
        }
      };

      for (const step of sequence) {
        await take(step);
        await check();
      }
    });
    await fc.assert(property, runs(20));
  },
  PATIENCE_MS,
);
