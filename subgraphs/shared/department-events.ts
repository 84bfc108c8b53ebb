import { readFileSync } from "node:fs";
import { type ConstDirectiveNode, Kind, type ObjectTypeDefinitionNode, parse, type TypeNode } from "graphql";
import { DepartmentError } from "./department-error.ts";
import { isRealDay } from "./scalars.ts";
import type { DepartmentEvent } from "./transaction.ts";

/** One event as `events.graphql` says it. */
interface EventContract {
  readonly version: number;
  readonly fields: ReadonlyMap<string, TypeNode>;
}

export interface DepartmentEvents {
  /** The event with its version. Throws where the payload is not as `events.graphql` says: hearers rely on it. */
  make(name: string, about: Pick<DepartmentEvent, "residentId" | "areaCode">, payload: Payload): DepartmentEvent;
}

type Payload = Readonly<Record<string, string | number | boolean | null>>;

/** Reads the events of a department; `events.graphql` lies beside the module. Never composed: clients see none of it. */
export function readEvents(module: string): DepartmentEvents {
  const document = parse(readFileSync(new URL("./events.graphql", module), "utf8"));
  const enums = new Map<string, readonly string[]>();
  const contracts = new Map<string, EventContract>();
  for (const node of document.definitions) {
    if (node.kind === Kind.ENUM_TYPE_DEFINITION) {
      enums.set(
        node.name.value,
        (node.values ?? []).map(({ name }) => name.value),
      );
    }
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION) contracts.set(node.name.value, contractOf(node));
  }
  return {
    make(name, about, payload) {
      const contract = contracts.get(name);
      if (contract === undefined) throw new DepartmentError([`events.graphql has no ${name}`]);
      const wrong = [...contract.fields].filter(([field, type]) => !fits(payload[field] ?? null, type, enums));
      const unknown = Object.keys(payload).filter((field) => !contract.fields.has(field));
      // The names alone: the values are somebody's.
      const faults = [...wrong.map(([field]) => field), ...unknown].map(
        (field) => `${name}.${field} is not as events.graphql says`,
      );
      if (faults.length > 0) throw new DepartmentError(faults);
      return { name, version: contract.version, ...about, payload };
    },
  };
}

function contractOf(node: ObjectTypeDefinitionNode): EventContract {
  const event = node.directives?.find(({ name }) => name.value === "event");
  const version = event === undefined ? null : versionOf(event);
  if (version === null)
    throw new DepartmentError([`events.graphql: ${node.name.value} needs @event(version: 1, heardBy: […])`]);
  return { version, fields: new Map((node.fields ?? []).map(({ name, type }) => [name.value, type])) };
}

function versionOf({ arguments: given = [] }: ConstDirectiveNode): number | null {
  const value = given.find(({ name }) => name.value === "version")?.value;
  return value?.kind === Kind.INT ? Number(value.value) : null;
}

function fits(value: Payload[string], type: TypeNode, enums: ReadonlyMap<string, readonly string[]>): boolean {
  if (type.kind === Kind.NON_NULL_TYPE) return value !== null && fits(value, type.type, enums);
  if (value === null) return true;
  if (type.kind !== Kind.NAMED_TYPE) return false;
  const name = type.name.value;
  const values = enums.get(name);
  if (values !== undefined) return typeof value === "string" && values.includes(value);
  if (name === "Int") return Number.isSafeInteger(value);
  if (name === "Boolean") return typeof value === "boolean";
  if (typeof value !== "string") return false;
  return name !== "Date" || isRealDay(value);
}
