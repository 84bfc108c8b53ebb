import { transformSupergraphToPublicSchema } from "@theguild/federation-composition";
import { type DefinitionNode, type DocumentNode, Kind, parse, print, visit } from "graphql";

// The only directives a client has a use for; all others say how the graph is built or guarded.
const KEPT_DIRECTIVES = new Set(["deprecated", "specifiedBy", "oneOf"]);

/**
 * The schema clients see: inaccessible elements and federation's own types are gone, and so are the
 * permission and mask directives, whose arguments name scopes.
 */
export function consumerSchema(supergraph: string): DocumentNode {
  const supergraphNode = parse(supergraph);
  const custom = new Set(supergraphNode.definitions.flatMap(nameOfDirective));
  const known = visit(transformSupergraphToPublicSchema(supergraphNode), {
    Directive: (node) => (KEPT_DIRECTIVES.has(node.name.value) ? undefined : null),
    DirectiveDefinition: (node) => (custom.has(node.name.value) ? null : undefined),
  });
  return withoutUnusedInternals(known);
}

/** The same, as text. */
export function consumerSdl(supergraph: string): string {
  return `${print(consumerSchema(supergraph))}\n`;
}

function nameOfDirective(definition: DefinitionNode): string[] {
  return definition.kind === Kind.DIRECTIVE_DEFINITION ? [definition.name.value] : [];
}

/** Types that only the dropped directives used would otherwise remain: scalars and enums nobody refers to. */
function withoutUnusedInternals(document: DocumentNode): DocumentNode {
  const used = new Set<string>();
  visit(document, { NamedType: (node) => void used.add(node.name.value) });
  const isUnusedInternal = (node: DefinitionNode) =>
    node.kind === Kind.SCALAR_TYPE_DEFINITION && node.name.value.includes("__") && !used.has(node.name.value);
  return { ...document, definitions: document.definitions.filter((node) => !isUnusedInternal(node)) };
}
