import { type ConstDirectiveNode, type DefinitionNode, Kind, type ValueNode, visit } from "graphql";
import { argumentOf, textOf } from "../directives.ts";
import type { Finding } from "./finding.ts";

/** The directives our rules are read from, and the specification each has to come from. */
const GUARDING = new Map([
  ["authenticated", /^https:\/\/specs\.apollo\.dev\/(?:federation|authenticated)\//],
  ["requiresScopes", /^https:\/\/specs\.apollo\.dev\/(?:federation|requiresScopes)\//],
  ["policy", /^https:\/\/specs\.apollo\.dev\/(?:federation|policy)\//],
  ["mask", /^https:\/\/onedoor\.dev\/privacy\//],
  ["public", /^https:\/\/onedoor\.dev\/privacy\//],
  ["person", /^https:\/\/onedoor\.dev\/privacy\//],
  ["reads", /^https:\/\/onedoor\.dev\/privacy\//],
]);
/** Composition writes these definitions into a supergraph; a department never does. */
const STANDARD = new Set(["authenticated", "requiresScopes", "policy"]);

interface Import {
  readonly url: string;
  readonly name: string;
  readonly as: string;
}

/**
 * A rule under another name is never read, and a directive of the same name from elsewhere would be taken for a
 * rule: what guards is linked from its specification under its own name.
 */
export function findRenamedDirectives(definitions: readonly DefinitionNode[], isSupergraph: boolean): Finding[] {
  const links = definitions.flatMap((node) =>
    node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
      ? (node.directives ?? []).filter((directive) => directive.name.value === "link")
      : [],
  );
  const imports = links.flatMap(importsOf);
  const linked = (name: string) =>
    imports.some((one) => one.name === name && one.as === name && GUARDING.get(name)?.test(one.url));
  const finding = (rule: string, name: string, message: string) => ({ rule, coordinate: `@${name}`, message });
  return [
    ...imports
      .filter(({ name, as }) => (GUARDING.has(name) && as !== name) || (GUARDING.has(as) && as !== name))
      .map(({ name, as }) =>
        finding("renamed-directive", name, `it is imported as @${as}. Import it under its own name.`),
      ),
    ...used(definitions)
      .filter((name) => GUARDING.has(name) && !linked(name))
      .map((name) =>
        finding(
          "unlinked-directive",
          name,
          "it is used and not imported from its specification. Add it to the import of @link.",
        ),
      ),
    ...used(definitions)
      .filter((name) => /__(?:authenticated|requiresScopes|policy)$/.test(name))
      .map((name) =>
        finding(
          "renamed-directive",
          name,
          "a rule under a name with a prefix is not read. Import it, and use its own name.",
        ),
      ),
    ...definitions.flatMap((node) =>
      !isSupergraph && node.kind === Kind.DIRECTIVE_DEFINITION && STANDARD.has(node.name.value)
        ? [
            finding(
              "redefined-directive",
              node.name.value,
              "it is defined a second time. Import it from the federation specification.",
            ),
          ]
        : [],
    ),
  ];
}

/** What a link brings in. A specification named like its one directive (`…/policy/v0.1`) brings it without an import. */
function importsOf(link: ConstDirectiveNode): Import[] {
  const url = textOf(link, "url");
  const list = argumentOf(link, "import");
  const named = list?.kind === Kind.LIST ? list.values.flatMap((value) => importOf(url, value)) : [];
  const own = /\/([A-Za-z]+)\/v[\d.]+$/.exec(url)?.[1] ?? "";
  return STANDARD.has(own) ? [...named, { url, name: own, as: textOf(link, "as") || own }] : named;
}

function importOf(url: string, value: ValueNode): Import[] {
  const bare = (text: string) => text.replace(/^@/, "");
  if (value.kind === Kind.STRING) return [{ url, name: bare(value.value), as: bare(value.value) }];
  if (value.kind !== Kind.OBJECT) return [];
  const text = (key: string) => {
    const field = value.fields.find(({ name }) => name.value === key)?.value;
    return field?.kind === Kind.STRING ? bare(field.value) : "";
  };
  return [{ url, name: text("name"), as: text("as") || text("name") }];
}

function used(definitions: readonly DefinitionNode[]): string[] {
  const names = new Set<string>();
  for (const definition of definitions) {
    visit(definition, { Directive: (node) => void names.add(node.name.value) });
  }
  return [...names];
}
