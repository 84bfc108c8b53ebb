import type { EventContracts } from "../../subgraphs/shared/event-contracts.ts";
import { type Handler, handlerName } from "../../subgraphs/shared/hear.ts";
import { type BookedEvent, type EventBook, eventName } from "./event-book.ts";

/** What one department tells and hears. */
export interface EventParts {
  readonly name: string;
  /** Null where it has no events.graphql. */
  readonly contracts: EventContracts | null;
  readonly handlers: readonly Pick<Handler, "from" | "event" | "version">[];
}

/** A handler of what nobody tells, or of what is not for its department. */
export class EventsError extends Error {
  constructor(faults: readonly string[]) {
    super(`The departments' events do not fit each other:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
    this.name = "EventsError";
  }
}

const ALL = "*";

/** Puts together what departments tell with who hears it; throws EventsError with every fault at once. */
export function composeEvents(departments: readonly EventParts[]): EventBook {
  const hearersByName = new Map<string, string[]>();
  const faults: string[] = [];
  const told = departments.flatMap(({ name: from, contracts }) =>
    (contracts?.events ?? []).map((contract) => ({ from, ...contract })),
  );
  const names = new Set(told.map(eventName));
  if (names.size < told.length) faults.push("an event stands twice in one version in an events.graphql");
  const known = departments.map(({ name }) => name);
  for (const event of told) {
    const unknown = event.heardBy.filter((name) => name !== ALL && !known.includes(name));
    faults.push(...unknown.map((name) => `${eventName(event)} is heard by ${name}, which is no department`));
  }
  for (const { name, handlers } of departments) {
    const seen = new Set<string>();
    for (const handler of handlers) {
      const heard = handlerName(handler);
      const event = told.find((one) => eventName(one) === heard);
      const where = `subgraphs/${name}/handlers.ts`;
      if (handler.from === name) faults.push(`${where} hears ${heard}, which is the department's own`);
      else if (event === undefined) faults.push(`${where} hears ${heard}, which nobody tells`);
      else if (!mayHear(event, name)) faults.push(`${where} hears ${heard}, whose heardBy does not name it`);
      else if (seen.has(heard)) faults.push(`${where} hears ${heard} twice`);
      else hearersByName.set(heard, [...(hearersByName.get(heard) ?? []), name]);
      seen.add(heard);
    }
  }
  if (faults.length > 0) throw new EventsError(faults);
  const events = told.map((event): BookedEvent => {
    const { from, name, version, fields } = event;
    const hearers = (hearersByName.get(eventName(event)) ?? []).sort();
    return { from, name, version, heardBy: [...event.heardBy], fields: { ...fields }, hearers };
  });
  const enums = departments.flatMap(({ name, contracts }) =>
    contracts === null ? [] : [[name, mutable(contracts.enums)] as const],
  );
  return { events, enums: Object.fromEntries(enums) };
}

/** True where the giver lets this department hear the event. */
export function mayHear({ heardBy }: { readonly heardBy: readonly string[] }, department: string): boolean {
  return heardBy.includes(ALL) || heardBy.includes(department);
}

function mutable(enums: EventContracts["enums"]): Record<string, string[]> {
  return Object.fromEntries(Object.entries(enums).map(([name, values]) => [name, [...values]]));
}
