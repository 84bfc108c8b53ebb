import { type ConstDirectiveNode, type EnumTypeDefinitionNode, type InputValueDefinitionNode, Kind } from "graphql";
import { type Annotated, argumentOf, directivesNamed, textOf } from "../directives.ts";
import type { Finding } from "./finding.ts";
import { type Graph, namedType } from "./graph.ts";

/** Where a page begins and how long it is: nothing about the values on it. */
const PAGING = new Set(["first", "after", "last", "before"]);

/**
 * What narrows, orders or groups a list can be used to learn the values it looks at, so it names them (`@reads`), and
 * the department asks for the rights to them (docs/adr/0029). Opaque ids say nothing; arguments of mutations are
 * what is written.
 */
export function findUnnamedReadings(graph: Graph): Finding[] {
  const mutation = graph.schema.getMutationType()?.name;
  const seen = new Set<string>();
  return graph.fields
    .filter(({ type, isVisible }) => isVisible && type.name.value !== mutation)
    .flatMap(({ coordinate, node }) =>
      (node.arguments ?? [])
        .filter((argument) => !PAGING.has(argument.name.value))
        .flatMap((argument) => checkInput(graph, `${coordinate}(${argument.name.value}:)`, argument, seen)),
    );
}

function checkInput(graph: Graph, coordinate: string, node: InputValueDefinitionNode, seen: Set<string>): Finding[] {
  const named = directivesNamed(node, "reads");
  if (named.length > 0) return named.flatMap((directive) => checkReads(graph, coordinate, directive, node));
  const type = namedType(node.type);
  if (type === "ID") return [];
  const input = graph.inputs.get(type);
  if (input !== undefined) {
    if (seen.has(type)) return [];
    seen.add(type);
    return (input.fields ?? []).flatMap((field) => checkInput(graph, `${type}.${field.name.value}`, field, seen));
  }
  const choices = graph.enums.get(type);
  if (choices !== undefined && namesEachValue(choices)) {
    return (choices.values ?? []).flatMap((value) =>
      directivesNamed(value, "reads").flatMap((one) => checkReads(graph, `${type}.${value.name.value}`, one, null)),
    );
  }
  const message = "it can be used to find out values. Name the fields it looks at with @reads(fields: […]).";
  return [{ rule: "unnamed-reading", coordinate, message }];
}

function namesEachValue(choices: EnumTypeDefinitionNode): boolean {
  return (choices.values ?? []).every((value: Annotated) => directivesNamed(value, "reads").length > 0);
}

function checkReads(
  graph: Graph,
  coordinate: string,
  directive: ConstDirectiveNode,
  node: InputValueDefinitionNode | null,
): Finding[] {
  const list = argumentOf(directive, "fields");
  const names = list?.kind === Kind.LIST ? list.values.map((one) => (one.kind === Kind.STRING ? one.value : "")) : [];
  const unknown = names.filter((name) => graph.find(...coordinateParts(name)) === undefined);
  const findings = unknown.map((name) => ({
    rule: "unknown-reading",
    coordinate,
    message: `@reads names "${name}", which is no field here. Write Type.field, of a type of the same department.`,
  }));
  if (names.length === 0) {
    findings.push({ rule: "unknown-reading", coordinate, message: "@reads names no field. Name at least one." });
  }
  if (argumentOf(directive, "exactly") === undefined) return findings;
  const takesOneWhole = node?.type.kind === Kind.NON_NULL_TYPE && node.type.type.kind === Kind.NAMED_TYPE;
  if (takesOneWhole && textOf(directive, "exactly").trim() !== "") return findings;
  const message =
    "@reads(exactly:) lifts the mask's right only for one whole value that must be given, with a reason in words. Leave it out, or make the argument non-null and no list.";
  return [...findings, { rule: "loose-exactly", coordinate, message }];
}

function coordinateParts(coordinate: string): [string, string] {
  const [type = "", field = ""] = coordinate.split(".");
  return [type, field];
}
