import {
  defaultFieldResolver,
  getDirectiveValues,
  getNamedType,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  GraphQLSkipDirective,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { ExpectedFailure } from "./expected-failure.ts";

/**
 * Has every change tell its expected failures in `errors` of its payload. A client that does not ask for `errors` would
 * take such a change for one that was made: for it the failure is thrown, as is that of a change without a payload.
 * Changes the schema in place.
 */
export function tellFailures(schema: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) tellFailuresOf(field);
  return schema;
}

function tellFailuresOf(field: GraphQLField<unknown, unknown>): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  const returned = getNamedType(field.type);
  const hasErrors = isObjectType(returned) && Object.hasOwn(returned.getFields(), "errors");
  field.resolve = async (parent, args, context, info): Promise<unknown> => {
    try {
      const made: unknown = await resolve(parent, args, context, info);
      return hasErrors ? { errors: [], ...(made as object) } : made;
    } catch (failure) {
      if (!(failure instanceof ExpectedFailure)) throw failure;
      if (hasErrors && asksForErrors(info)) return { ...failure.payload, errors: failure.errors };
      if (!failure.isSilent) throw failure;
      return hasErrors ? failure.payload : null;
    }
  };
}

function asksForErrors(info: GraphQLResolveInfo): boolean {
  const isAskedFor = (node: SelectionNode): boolean => {
    if (!isIncluded(node, info)) return false;
    if (node.kind === Kind.FIELD) return node.name.value === "errors";
    return isIn(node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : info.fragments[node.name.value]?.selectionSet);
  };
  const isIn = (set: SelectionSetNode | undefined): boolean => set?.selections.some(isAskedFor) ?? false;
  return info.fieldNodes.some(({ selectionSet }) => isIn(selectionSet));
}

/** The hub's router has settled conditions before; other routers send them. */
function isIncluded(node: SelectionNode, { variableValues }: GraphQLResolveInfo): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.["if"] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.["if"] !== false;
}
