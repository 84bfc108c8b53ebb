import { readFileSync } from "node:fs";
import { DepartmentError } from "./department-error.ts";
import { readEventContracts } from "./event-contracts.ts";
import { isRealDay } from "./scalars.ts";
import type { DepartmentEvent } from "./transaction.ts";

export interface DepartmentEvents {
  /** The event with its version. Throws where the payload is not as `events.graphql` says: hearers rely on it. */
  make(
    name: string,
    about: Pick<DepartmentEvent, "residentId" | "areaCode">,
    payload: Payload,
    version?: number,
  ): DepartmentEvent;
}

type Payload = Readonly<Record<string, string | number | boolean | null>>;
type Enums = Readonly<Record<string, readonly string[]>>;

/** Reads the events of a department; `events.graphql` lies beside the module. Never composed: clients see none of it. */
export function readEvents(module: string): DepartmentEvents {
  const { events, enums } = readEventContracts(readFileSync(new URL("./events.graphql", module), "utf8"));
  return {
    make(name, about, payload, version) {
      const contract = events.find((one) => one.name === name && (version ?? one.version) === one.version);
      if (contract === undefined) throw new DepartmentError([`events.graphql has no ${name}`]);
      const { fields } = contract;
      const wrong = Object.entries(fields).filter(([field, type]) => !fits(payload[field] ?? null, type, enums));
      const unknown = Object.keys(payload).filter((field) => !Object.hasOwn(fields, field));
      // The names alone: the values are somebody's.
      const faults = [...wrong.map(([field]) => field), ...unknown].map(
        (field) => `${name}.${field} is not as events.graphql says`,
      );
      if (faults.length > 0) throw new DepartmentError(faults);
      return { name, version: contract.version, ...about, payload };
    },
  };
}

function fits(value: Payload[string], type: string, enums: Enums): boolean {
  if (type.endsWith("!")) return value !== null && fits(value, type.slice(0, -1), enums);
  if (value === null) return true;
  const values = enums[type];
  if (values !== undefined) return typeof value === "string" && values.includes(value);
  if (type === "Int") return Number.isSafeInteger(value);
  if (type === "Boolean") return typeof value === "boolean";
  // A list fits nothing.
  if (typeof value !== "string" || type.startsWith("[")) return false;
  return type !== "Date" || isRealDay(value);
}
