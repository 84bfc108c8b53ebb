import { joinRequirements, type Requirement } from "../../subgraphs/shared/permissions.ts";
import { directivesNamed } from "../directives.ts";
import { joinedFields } from "../join.ts";
import { fieldsSelected } from "./field-sets.ts";
import type { Finding } from "./finding.ts";
import { type Graph, type GraphField, isMasked, unmaskClause } from "./graph.ts";
import { implies } from "./implies.ts";

/** A field that is worked out from others, or delivers them, asks for at least what they ask for. */
export function findWeakerThanRead(graph: Graph): Finding[] {
  return graph.fields.flatMap((field) =>
    joinedFields(field.node).flatMap(({ requires, provides }) =>
      askedAs(graph, field).flatMap((asked) => [
        ...weakerThan(graph, asked, "requires", asked.type.name.value, requires),
        ...weakerThan(graph, asked, "provides", asked.result, provides),
      ]),
    ),
  );
}

/** What an interface object adds, clients may ask for on the interface and on each of its objects. */
function askedAs(graph: Graph, field: GraphField): GraphField[] {
  const members = graph.membersOf(field.type.name.value).filter((member) => member !== field.type.name.value);
  return [field, ...members.flatMap((member) => graph.find(member, field.node.name.value) ?? [])];
}

function weakerThan(graph: Graph, field: GraphField, how: string, on: string, fieldSet: string): Finding[] {
  if (fieldSet === "") return [];
  // The router adds what is missing here: a reader of the SDL shouldn't have to know.
  const given = graph.rules.writtenRequirementOf(field.type.name.value, field.node.name.value);
  return fieldsSelected(graph, on, fieldSet)
    .filter((read) => !implies(given, neededToRead(graph, read)))
    .map((read) => ({
      rule: `${how}-more`,
      coordinate: field.coordinate,
      message: `it @${how} ${read.coordinate}${isMasked(read) ? ", unmasked" : ""}, and can be read with less. Ask for at least as much in every alternative.`,
    }));
}

/** Worked out from a masked value it would be wrong; worked out from the whole one it would give that away. */
function neededToRead({ rules }: Graph, read: GraphField): Requirement {
  return joinRequirements([rules.requirementOf(read.type.name.value, read.node.name.value), unmaskClause(rules, read)]);
}

/** A value taken from a context reaches the department past every rule on the field that set it. */
export function findContexts({ fields }: Graph): Finding[] {
  return fields.flatMap(({ coordinate, node }) => {
    const composed = joinedFields(node).some(({ hasContext }) => hasContext);
    const written = (node.arguments ?? []).some((argument) => directivesNamed(argument, "fromContext").length > 0);
    if (!composed && !written) return [];
    return [{ rule: "from-context", coordinate, message: "@fromContext is not supported. Use @requires." }];
  });
}
