import { transformSupergraphToPublicSchema } from "@theguild/federation-composition";
import { type DefinitionNode, type DocumentNode, isTypeDefinitionNode, Kind, type NamedTypeNode, visit } from "graphql";

// The only directives a client has a use for; all others say how the graph is built or guarded.
const KEPT_DIRECTIVES = new Set(["deprecated", "specifiedBy", "oneOf"]);

/**
 * The schema clients see: inaccessible elements and federation's own types are gone, and so are the
 * permission and mask directives, whose arguments name scopes.
 */
export function consumerSchema(supergraph: DocumentNode): DocumentNode {
  const custom = new Set(supergraph.definitions.flatMap(nameOfDirective));
  const known = visit(withoutHiddenMembers(transformSupergraphToPublicSchema(supergraph)), {
    Directive: (node) => (KEPT_DIRECTIVES.has(node.name.value) ? undefined : null),
    DirectiveDefinition: (node) => (custom.has(node.name.value) ? null : undefined),
  });
  const directives = supergraph.definitions.filter((node) => node.kind === Kind.DIRECTIVE_DEFINITION);
  return withoutTypesOfDirectives(known, directives);
}

function nameOfDirective(definition: DefinitionNode): string[] {
  return definition.kind === Kind.DIRECTIVE_DEFINITION ? [definition.name.value] : [];
}

/** Inaccessible types are gone, but a union still names them, and so does a type that implements them. */
function withoutHiddenMembers(document: DocumentNode): DocumentNode {
  const types = document.definitions.filter(isTypeDefinitionNode);
  const defined = new Set(types.map((node) => node.name.value));
  const isThere = (node: NamedTypeNode) => defined.has(node.name.value);
  return visit(document, {
    UnionTypeDefinition: (node) => ({ ...node, types: (node.types ?? []).filter(isThere) }),
    ObjectTypeDefinition: (node) => ({ ...node, interfaces: (node.interfaces ?? []).filter(isThere) }),
    InterfaceTypeDefinition: (node) => ({ ...node, interfaces: (node.interfaces ?? []).filter(isThere) }),
  });
}

/** Scalars and enums that only dropped directives used would otherwise remain. */
function withoutTypesOfDirectives(document: DocumentNode, directives: readonly DefinitionNode[]): DocumentNode {
  const ofDirectives = namedTypesIn(directives);
  const used = namedTypesIn(document.definitions);
  const isLeft = (node: DefinitionNode) =>
    (node.kind === Kind.SCALAR_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_DEFINITION) &&
    ofDirectives.has(node.name.value) &&
    !used.has(node.name.value);
  return { ...document, definitions: document.definitions.filter((node) => !isLeft(node)) };
}

function namedTypesIn(definitions: readonly DefinitionNode[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const definition of definitions) visit(definition, { NamedType: (node) => void found.add(node.name.value) });
  return found;
}
