import {
  getNamedType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  isInterfaceType,
  isObjectType,
  isScalarType,
} from "graphql";

// A list in pages as Relay's specification of connections has it; told by the form, whatever a department calls it.
const PAGE_INFO = "PageInfo";
const CURSOR_ARGUMENTS: ReadonlySet<string> = new Set(["after", "before"]);
const CURSOR_FIELDS_OF_PAGE_INFO: ReadonlySet<string> = new Set(["startCursor", "endCursor"]);

/** True for a type that holds one page of a list. */
export function isConnection(type: GraphQLNamedType | undefined): boolean {
  if (!isObjectType(type) && !isInterfaceType(type)) return false;
  return Object.values(type.getFields()).some((field) => {
    const inner = getNamedType(field.type);
    return inner.name === PAGE_INFO || isEdge(inner);
  });
}

/** True for a type that holds a row of a list beside its cursor. */
function isEdge(type: GraphQLNamedType): boolean {
  if (!isObjectType(type) && !isInterfaceType(type)) return false;
  const fields = type.getFields();
  return "cursor" in fields && "node" in fields;
}

/** True for a field that gives a cursor. */
export function isCursorField(type: GraphQLNamedType, field: string): boolean {
  return type.name === PAGE_INFO ? CURSOR_FIELDS_OF_PAGE_INFO.has(field) : field === "cursor" && isEdge(type);
}

/** True for an argument, or an input field, that takes a cursor. */
export function isCursorInput(name: string, type: GraphQLNamedType): boolean {
  return CURSOR_ARGUMENTS.has(name) && isScalarType(type);
}

/** The type of a connection's rows; undefined where it has no edges. */
export function rowTypeOf(connection: GraphQLNamedType | undefined): GraphQLNamedType | undefined {
  const edges = outputOf(connection, "edges");
  const node = edges === undefined ? undefined : outputOf(getNamedType(edges), "node");
  return node === undefined ? undefined : getNamedType(node);
}

/** The name of the type of a connection's edges. */
export function edgeNameOf(connection: GraphQLNamedType | undefined): string | undefined {
  const edges = outputOf(connection, "edges");
  return edges === undefined ? undefined : getNamedType(edges).name;
}

function outputOf(type: GraphQLNamedType | undefined, field: string): GraphQLOutputType | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[field]?.type : undefined;
}
