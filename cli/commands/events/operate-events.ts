import { loadConfig } from "../../../hub/config/load-config.ts";
import { installedEvents } from "../../../hub/events/installed-events.ts";
import { openInstallation } from "../../../hub/installation.ts";
import { systemLoginOf } from "../../../hub/migrate/login.ts";
import { OperatorError } from "../../../hub/operator-error.ts";
import { tellOperator } from "../../../hub/tell-operator.ts";
import { allHearersOf } from "../../../schema/events/event-book.ts";
import { departmentNames } from "../../../subgraphs/index.ts";
import { type Deliveries, type Delivery, openDeliveries } from "../../../subgraphs/shared/deliveries.ts";
import { pseudonymOf } from "../../../subgraphs/shared/pseudonym.ts";

export interface EventFlags {
  readonly hearer?: string;
  readonly json?: boolean;
}

/** What is printed of a delivery. Whom it is about is told by the pseudonym that the access record knows, and no value is. */
interface Told {
  readonly id: string;
  readonly event: string;
  readonly hearer: string;
  readonly state: Delivery["state"];
  readonly tries: number;
  readonly resident: string | null;
  readonly appendedAt: string;
  readonly nextTryAt: string | null;
  readonly settledAt: string | null;
}

interface Giver {
  readonly department: string;
  readonly deliveries: Deliveries;
  tell(delivery: Delivery): Told;
}

/** Lists what is not settled, or what is dead. */
export async function listEvents(flags: EventFlags, state?: Delivery["state"]): Promise<void> {
  await withGivers(async (givers) => {
    const found = await collect(givers, flags, (deliveries) => deliveries.open());
    const told = found.filter((one) => state === undefined || one.state === state);
    if (flags.json === true) process.stdout.write(`${JSON.stringify({ events: told })}\n`);
    else if (told.length === 0) process.stdout.write(state === undefined ? "Every event has been heard.\n" : "None.\n");
    else process.stdout.write(`${told.map(inWords).join("\n")}\n`);
  });
}

/** True where there is such an event. */
export async function showEvent(id: string, flags: EventFlags): Promise<boolean> {
  requireId(id);
  return withGivers(async (givers) => {
    const told = await collect(givers, {}, (deliveries) => deliveries.ofEvent(id));
    if (told.length === 0) return nothing(`There is no event ${id} that anybody hears.`);
    process.stdout.write(
      flags.json === true ? `${JSON.stringify({ events: told })}\n` : `${told.map(inWords).join("\n")}\n`,
    );
    return true;
  });
}

/** Has a dead event tried again, or gives it up. True where it was dead. */
export async function settleDead(act: "replay" | "drop", id: string, flags: EventFlags): Promise<boolean> {
  requireId(id);
  return withGivers(async (givers) => {
    const settled: Told[] = [];
    for (const { deliveries, tell } of givers) {
      const found = await deliveries.ofEvent(id);
      for (const delivery of found.filter((one) => one.state === "DEAD" && isWanted(one, flags))) {
        const settlement = act === "drop" ? { state: "DROPPED" as const } : { state: "WAITING" as const, tries: 0 };
        const isDone = await deliveries.settle(delivery, { tries: delivery.tries, waitMs: 0, ...settlement });
        if (!isDone) continue;
        await deliveries.wake(delivery, 0);
        settled.push(tell({ ...delivery, ...settlement }));
      }
    }
    if (settled.length === 0) return nothing(`The event ${id} is dead for nobody.`);
    const done = act === "drop" ? "Dropped" : "To be tried again";
    process.stdout.write(
      flags.json === true
        ? `${JSON.stringify({ events: settled })}\n`
        : settled.map(({ event, hearer }) => `${done}: ${id}, ${event} for ${hearer}.\n`).join(""),
    );
    return true;
  });
}

async function withGivers<Result>(work: (givers: readonly Giver[]) => Promise<Result>): Promise<Result> {
  const names = departmentNames.filter((name) => allHearersOf(installedEvents(), name).length > 0);
  const installation = await openInstallation(loadConfig(), names);
  const { pseudonymKey } = installation.keys;
  const givers = names.map((department): Giver => {
    const url = installation.urlOf(department, systemLoginOf(department));
    return {
      department,
      deliveries: openDeliveries({ department, url }),
      tell: ({ eventId, name, version, residentId, hearer, state, tries, appendedAt, nextTryAt, settledAt }) => ({
        id: eventId,
        event: `${department}/${name}@${version}`,
        hearer,
        state,
        tries,
        resident: residentId === "0" ? null : pseudonymOf(residentId, pseudonymKey),
        appendedAt,
        nextTryAt: state === "WAITING" ? nextTryAt : null,
        settledAt,
      }),
    };
  });
  try {
    return await work(givers);
  } finally {
    for (const { deliveries } of givers) await deliveries.close();
    await installation.close();
  }
}

async function collect(
  givers: readonly Giver[],
  flags: EventFlags,
  read: (deliveries: Deliveries) => Promise<readonly Delivery[]>,
): Promise<Told[]> {
  const lists = await Promise.all(
    givers.map(async ({ deliveries, tell }) =>
      (await read(deliveries)).filter((one) => isWanted(one, flags)).map(tell),
    ),
  );
  return lists.flat();
}

function isWanted({ hearer }: Delivery, flags: EventFlags): boolean {
  return flags.hearer === undefined || flags.hearer === hearer;
}

function inWords({ id, event, hearer, state, tries, resident, appendedAt, nextTryAt }: Told): string {
  const about = resident === null ? "" : `, resident ${resident.slice(0, PSEUDONYM_SHOWN)}`;
  const next = nextTryAt === null ? "" : `, next try ${nextTryAt}`;
  return `${id}  ${state}  ${event} → ${hearer}${about}, told ${appendedAt}, failed ${tries} times${next}`;
}

const PSEUDONYM_SHOWN = 12;

function nothing(sentence: string): false {
  tellOperator(sentence);
  return false;
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function requireId(id: string): void {
  if (!ID.test(id)) throw new OperatorError(`"${id}" is not the id of an event: hub events list prints them.`);
}
