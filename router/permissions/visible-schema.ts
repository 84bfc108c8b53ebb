import {
  buildASTSchema,
  type DefinitionNode,
  getNamedType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
  type NamedTypeNode,
  OperationTypeNode,
} from "graphql";
import { LRUCache } from "lru-cache";
import type { Rules } from "../../schema/rules.ts";
import { isSatisfied, refusalCode } from "../../subgraphs/shared/permissions.ts";
import type { Viewer } from "../../subgraphs/shared/viewer.ts";

/** Gives the part of the schema that a viewer is shown. */
export type SchemaFor = (viewer: Pick<Viewer, "grants" | "fieldKey">) => GraphQLSchema;

/** Roles are few, but a token may narrow them to any part; each view takes some 200 KB. */
const VIEWS_KEPT = 100;

/** Views of a schema, each compiled when it is first asked for. Only introspection asks. */
export function createSchemaViews(schema: GraphQLSchema, rules: Rules): SchemaFor {
  const views = new LRUCache<string, GraphQLSchema>({ max: VIEWS_KEPT });
  return ({ grants, fieldKey }) => {
    // With a purpose or without one, the view is the same.
    const key = fieldKey.replace(" policy:purpose", "");
    const known = views.get(key);
    if (known !== undefined) return known;
    const view = compileView(schema, shownFields(schema, rules, grants));
    views.set(key, view);
    return view;
  };
}

type WithFields = GraphQLObjectType | GraphQLInterfaceType;
type Shown = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The fields of each type that are not refused, without those below which nothing is left: a type without fields is
 * none, and an interface promises only what each of its implementers has.
 */
function shownFields(schema: GraphQLSchema, rules: Rules, grants: ReadonlySet<string>): Shown {
  const types = Object.values(schema.getTypeMap()).filter(hasFields);
  const isPermitted = (type: string, field: string): boolean => {
    const requirement = rules.requirementOf(type, field);
    // A purpose is given for each request and may always be had: what lacks only that is shown.
    return isSatisfied(requirement, grants) || refusalCode(requirement, grants) === "PURPOSE_REQUIRED";
  };
  const shown = new Map(
    types.map((type) => {
      const fields = Object.keys(type.getFields()).filter((field) => isPermitted(type.name, field));
      return [type.name, new Set(fields)] as const;
    }),
  );
  const isLeft = (type: WithFields, field: string): boolean => {
    const result = type.getFields()[field]?.type;
    if (result === undefined || !isShown(getNamedType(result), schema, shown)) return false;
    if (!isInterfaceType(type)) return true;
    const { objects, interfaces } = schema.getImplementations(type);
    return [...objects, ...interfaces].every((one) => !isShown(one, schema, shown) || shown.get(one.name)?.has(field));
  };
  let isSettled = false;
  while (!isSettled) {
    isSettled = true;
    for (const type of types) {
      const fields = shown.get(type.name) ?? new Set<string>();
      for (const field of [...fields].filter((one) => !isLeft(type, one))) {
        fields.delete(field);
        isSettled = false;
      }
    }
  }
  return shown;
}

function hasFields(type: GraphQLNamedType): type is WithFields {
  return (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith("__");
}

/** False for a type of which nothing may be seen. */
function isShown(type: GraphQLNamedType, schema: GraphQLSchema, shown: Shown): boolean {
  if (isUnionType(type)) return schema.getPossibleTypes(type).some((member) => isShown(member, schema, shown));
  return !hasFields(type) || (shown.get(type.name)?.size ?? 0) > 0;
}

/** Every type that a shown field leads to, from the roots on. */
function reachableTypes(schema: GraphQLSchema, shown: Shown): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (type: GraphQLNamedType): void => {
    if (reached.has(type.name) || !isShown(type, schema, shown)) return;
    reached.add(type.name);
    if (isAbstractType(type)) schema.getPossibleTypes(type).forEach(visit);
    if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) visit(getNamedType(field.type));
    if (!hasFields(type)) return;
    type.getInterfaces().forEach(visit);
    for (const field of Object.values(type.getFields())) {
      if (!shown.get(type.name)?.has(field.name)) continue;
      visit(getNamedType(field.type));
      for (const argument of field.args) visit(getNamedType(argument.type));
    }
  };
  for (const operation of Object.values(OperationTypeNode)) {
    const root = schema.getRootType(operation);
    if (root != null) visit(root);
  }
  return reached;
}

function compileView(schema: GraphQLSchema, shown: Shown): GraphQLSchema {
  const reached = reachableTypes(schema, shown);
  const isReached = ({ name }: NamedTypeNode) => reached.has(name.value);
  const definitionOf = (type: GraphQLNamedType): DefinitionNode[] => {
    const node = type.astNode;
    if (node == null || !reached.has(type.name)) return [];
    if (node.kind === Kind.UNION_TYPE_DEFINITION) return [{ ...node, types: (node.types ?? []).filter(isReached) }];
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [node];
    const fields = (node.fields ?? []).filter(({ name }) => shown.get(type.name)?.has(name.value));
    return [{ ...node, fields, interfaces: (node.interfaces ?? []).filter(isReached) }];
  };
  const roots = Object.values(OperationTypeNode).flatMap((operation) => {
    const root = schema.getRootType(operation);
    return root != null && reached.has(root.name) ? [{ operation, type: namedType(root.name) }] : [];
  });
  const { description } = schema.astNode ?? {};
  return buildASTSchema(
    {
      kind: Kind.DOCUMENT,
      definitions: [
        {
          kind: Kind.SCHEMA_DEFINITION,
          ...(description === undefined ? {} : { description }),
          operationTypes: roots.map((root) => ({ kind: Kind.OPERATION_TYPE_DEFINITION, ...root })),
        },
        ...schema.getDirectives().flatMap(({ astNode }) => (astNode == null ? [] : [astNode])),
        ...Object.values(schema.getTypeMap()).flatMap(definitionOf),
      ],
    },
    // A viewer who may see nothing at all still gets an answer: a schema without a single field.
    { assumeValid: true, assumeValidSDL: true },
  );
}

function namedType(name: string): NamedTypeNode {
  return { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } };
}
