import {
  type ConstDirectiveNode,
  type ConstValueNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
} from "graphql";
import { DepartmentError } from "./department-error.ts";

/** One event as `events.graphql` says it. */
export interface EventContract {
  readonly name: string;
  readonly version: number;
  /** The departments that may hear it; `*` for all. */
  readonly heardBy: readonly string[];
  /** Fields of the payload with their types, as written: `Date!`. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface EventContracts {
  readonly events: readonly EventContract[];
  /** The values of each enum. */
  readonly enums: Readonly<Record<string, readonly string[]>>;
}

/** Reads the text of an `events.graphql`. */
export function readEventContracts(text: string): EventContracts {
  const { definitions } = parse(text);
  const enums = definitions.flatMap((node) =>
    node.kind === Kind.ENUM_TYPE_DEFINITION
      ? [[node.name.value, (node.values ?? []).map(({ name }) => name.value)] as const]
      : [],
  );
  const events = definitions.flatMap((node) => (node.kind === Kind.OBJECT_TYPE_DEFINITION ? [contractOf(node)] : []));
  return { events, enums: Object.fromEntries(enums) };
}

/** A version beside another one has a type of its own, and says by `name` which event it is. */
function contractOf(node: ObjectTypeDefinitionNode): EventContract {
  const event = node.directives?.find(({ name }) => name.value === "event");
  const version = argument(event, "version");
  const heardBy = argument(event, "heardBy");
  const name = argument(event, "name");
  if (version?.kind !== Kind.INT || heardBy?.kind !== Kind.LIST) {
    throw new DepartmentError([`events.graphql: ${node.name.value} needs @event(version: 1, heardBy: […])`]);
  }
  return {
    name: name?.kind === Kind.STRING ? name.value : node.name.value,
    version: Number(version.value),
    heardBy: heardBy.values.flatMap((value) => (value.kind === Kind.STRING ? [value.value] : [])),
    fields: Object.fromEntries((node.fields ?? []).map((field) => [field.name.value, print(field.type)])),
  };
}

function argument(directive: ConstDirectiveNode | undefined, name: string): ConstValueNode | undefined {
  return directive?.arguments?.find((given) => given.name.value === name)?.value;
}
