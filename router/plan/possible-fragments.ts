import {
  type DocumentNode,
  doTypesOverlap,
  type GraphQLSchema,
  isCompositeType,
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { typenameField } from "../../schema/typename-field.ts";

/**
 * Leaves out of a plan's operation the fragments that can never apply: the planner writes some, and a
 * department that validates what it is asked refuses the whole operation for one of them.
 */
export function withoutImpossibleFragments(operation: string, schema: GraphQLSchema): string {
  const types = new TypeInfo(schema);
  const left: string[] = [];
  const document = visit(
    parse(operation, { noLocation: true }),
    visitWithTypeInfo(types, {
      InlineFragment() {
        const parent = types.getParentType();
        const type = types.getType();
        // Types of the department alone are not in the schema: nothing is known of them.
        if (!isCompositeType(parent) || !isCompositeType(type) || doTypesOverlap(schema, parent, type))
          return undefined;
        left.push(type.name);
        return null;
      },
      SelectionSet: {
        leave: (set) => (set.selections.length === 0 ? { ...set, selections: [typenameField] } : undefined),
      },
    }),
  );
  return left.length === 0 ? operation : stripIgnoredCharacters(print(withoutUnusedFragments(document)));
}

/** Also those that only unused ones used. */
function withoutUnusedFragments(document: DocumentNode): DocumentNode {
  const used = new Set<string>();
  visit(document, { FragmentSpread: (node) => void used.add(node.name.value) });
  const definitions = document.definitions.filter(
    (node) => node.kind !== Kind.FRAGMENT_DEFINITION || used.has(node.name.value),
  );
  return definitions.length === document.definitions.length
    ? document
    : withoutUnusedFragments({ ...document, definitions });
}
