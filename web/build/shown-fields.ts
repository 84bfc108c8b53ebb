import {
  type DocumentNode,
  getNamedType,
  type GraphQLSchema,
  isLeafType,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

// Hold a list together, and are shown as one line below it.
const FRAME = /(?:Connection|Edge)$|^PageInfo$/;
const UNSHOWN = new Set(["id", "asOf", "isStale", "unreadableCount", "unreadableAt"]);

type ShownFields = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

/**
 * The fields that an operation asks for, by type, in the order it names them, each with the type of its value: null where
 * that is an object. A page draws them by it, so that a field asked for is a field shown.
 */
export function shownFieldsOf(schema: GraphQLSchema, operation: DocumentNode): ShownFields {
  const shown = new Map<string, Map<string, string | null>>();
  const types = new TypeInfo(schema);
  const enter = {
    Field: {
      enter: () => {
        const [parent, field, value] = [types.getParentType(), types.getFieldDef(), types.getType()];
        if (!isObjectType(parent) || field == null || value == null) return;
        if (parent === schema.getQueryType() || FRAME.test(parent.name) || UNSHOWN.has(field.name)) return;
        const ofParent = shown.get(parent.name) ?? new Map<string, string | null>();
        const named = getNamedType(value);
        shown.set(parent.name, ofParent.set(field.name, isLeafType(named) ? named.name : null));
      },
    },
  };
  visit(operation, visitWithTypeInfo(types, enter));
  return Object.fromEntries([...shown].map(([type, fields]) => [type, Object.fromEntries(fields)]));
}

/** The same as a module of the app. */
export function writeShownFields(shown: ShownFields): string {
  return `export const shownFields: Readonly<Record<string, Readonly<Record<string, string | null>>>> = ${JSON.stringify(shown, null, 2)};\n`;
}
