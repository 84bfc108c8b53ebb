import {
  defaultFieldResolver,
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
} from "graphql";
import { HubError } from "./errors.ts";
import { LocatedAddress, mask, readMask } from "./mask.ts";
import { isSatisfied, joinRequirements, refusalCode, type Requirement } from "./permissions.ts";
import { refuseTexts } from "./texts-of-change.ts";
import { requirementOfArguments, requirementOfElement } from "./readings.ts";
import type { Viewer } from "./viewer.ts";

type Arguments = Readonly<Record<string, unknown>>;

interface GuardContext {
  viewer?: Viewer;
}

/**
 * Repeats in the department what the router has already decided: every field of the schema checks the
 * viewer's grants before its resolver runs and masks what it gives. It looks at the concrete object type
 * at run time, so neither a fragment nor an interface nor `_entities` leads around it, and it shares no
 * decision with the router. Changes the schema in place.
 */
export function guardSchema(schema: GraphQLSchema): GraphQLSchema {
  const abstractMembers = membersOfAbstractTypes(schema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    // A field that returns a type checks that type, so members need it again only where they hide behind an interface.
    const ownType = abstractMembers.has(type) ? requirementOfElement(type) : [];
    const fields = Object.values(type.getFields()) as GraphQLField<unknown, GuardContext>[];
    for (const field of fields) {
      guardField(field, ownType, schema);
      if (type === schema.getMutationType()) guardTexts(field);
    }
    guardReference(type);
  }
  return schema;
}

function guardField(field: GraphQLField<unknown, GuardContext>, ownType: Requirement, schema: GraphQLSchema): void {
  const returned = getNamedType(field.type);
  const requirement = joinRequirements([
    ownType,
    requirementOfElement(field),
    isAbstractType(returned) ? [] : requirementOfElement(returned),
  ]);
  const fieldMask = readMask(field.astNode?.directives);
  const ofArguments = requirementOfArguments(field, schema);
  if (requirement.length === 0 && fieldMask === null && ofArguments === null) return;
  const admit = ({ viewer }: GuardContext, args: Arguments) => {
    const grants = demand(viewer, requirement);
    if (ofArguments !== null) demand(viewer, ofArguments(args));
    return grants;
  };
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (parent, args: Arguments, context, info) => {
    const grants = admit(context, args);
    const value: unknown = resolve(parent, args, context, info);
    if (fieldMask === null) return value;
    const shown = grants.has(fieldMask.unless) ? showWhole : hide;
    return value instanceof Promise ? value.then(shown) : shown(value);
  };
  const subscribe = field.subscribe;
  if (subscribe !== undefined) {
    field.subscribe = (parent, args: Arguments, context, info): unknown => {
      admit(context, args);
      return subscribe(parent, args, context, info);
    };
  }
  const hide = (value: unknown): unknown => {
    if (value === null || value === undefined) return value;
    if (value instanceof LocatedAddress && fieldMask?.as === "ADDRESS") return value.masked();
    // A mask over anything but text would let the value through: the resolver's fault, and closed.
    if (typeof value !== "string" || fieldMask === null) throw new HubError("INTERNAL");
    return mask(fieldMask.as, value);
  };
}

/** What a change writes down is read by others for years: it must be storable, and no text of it may hold somebody's number. */
function guardTexts(field: GraphQLField<unknown, GuardContext>): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (parent, args: Arguments, context, info) => {
    refuseTexts(field.args, args);
    return resolve(parent, args, context, info);
  };
}

const showWhole = (value: unknown): unknown => (value instanceof LocatedAddress ? value.whole : value);

/** Entities arrive through `_entities`, past every field that returns them: their type's rule is checked there. */
function guardReference(type: GraphQLObjectType): void {
  const requirement = requirementOfElement(type);
  const apollo = type.extensions["apollo"] as { subgraph?: { resolveReference?: ReferenceResolver } } | undefined;
  const resolve = apollo?.subgraph?.resolveReference;
  if (requirement.length === 0 || apollo?.subgraph === undefined || resolve === undefined) return;
  // Async, so that a refusal rejects this one entity and not the whole list.
  apollo.subgraph.resolveReference = async (reference, context, info) => {
    demand(context.viewer, requirement);
    return resolve(reference, context, info);
  };
}

type ReferenceResolver = (reference: unknown, context: GuardContext, info: unknown) => unknown;

/** Closed unless opened: no viewer means no access, whatever the requirement. */
function demand(viewer: Viewer | undefined, requirement: Requirement): ReadonlySet<string> {
  if (viewer === undefined) throw new HubError("UNAUTHENTICATED");
  if (!isSatisfied(requirement, viewer.grants)) throw new HubError(refusalCode(requirement, viewer.grants));
  return viewer.grants;
}

function membersOfAbstractTypes(schema: GraphQLSchema): Set<GraphQLObjectType> {
  const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType);
  const own = abstract.filter((type) => type.name !== "_Entity");
  return new Set(own.flatMap((type) => schema.getPossibleTypes(type)));
}
