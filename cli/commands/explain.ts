import { composedSupergraph } from "../../hub/composed-supergraph.ts";
import { loadRoles } from "../../hub/load-roles.ts";
import { OperatorError } from "../../hub/operator-error.ts";
import { readAccessGraph } from "../../schema/access/access-graph.ts";
import { namesOf } from "../../schema/access/audiences.ts";
import { explainAccess, type Explanation } from "../../schema/access/explanation.ts";
import type { Clause } from "../../subgraphs/shared/permissions.ts";
import { didYouMean } from "../terminal/did-you-mean.ts";
import { composeLater } from "./compose/compose-later.ts";

interface ExplainOptions {
  role: string;
  department?: string;
  json?: boolean;
}

/** Says who may see a field, and why. */
export async function explain(coordinate: string, { role, department, json }: ExplainOptions): Promise<void> {
  const graph = readAccessGraph(await composedSupergraph(composeLater));
  const roles = loadRoles();
  const [type = "", field = "", ...more] = coordinate.split(".");
  if (more.length > 0 || !graph.has(type, field)) throw unknown("field", coordinate, graph.coordinates);
  if (!roles.names.includes(role)) throw unknown("role", role, roles.names);
  if (department !== undefined && !graph.departments.includes(department)) {
    throw unknown("department", department, graph.departments);
  }
  const explanation = explainAccess(graph, roles, coordinate, { role, department: department ?? null });
  process.stdout.write(json === true ? `${JSON.stringify(explanation)}\n` : inWords(explanation));
}

function unknown(what: string, name: string, names: readonly string[]): OperatorError {
  const form = what === "field" ? " A field is named like Resident.idNumber." : ` There are ${names.join(", ")}.`;
  return new OperatorError(`There is no ${what} ${name}.${didYouMean(name, names) || form}`);
}

function inWords({ verdict, sources, scopes, mask, others, audience }: Explanation): string {
  const groups = ["value", ...new Set(others.map(({ access }) => access).filter((access) => access !== "value"))];
  const asked = sources.map(
    ({ clause, writtenOn, as, isHeld }) =>
      `  ${answer(clause, isHeld)}  ${describeClause(clause)}  (on ${writtenOn}: ${as})`,
  );
  const lines = [
    verdict,
    sources.length === 0 ? "Asks for nothing." : "Asks for, every line of it:",
    ...asked,
    ...(mask === null ? [] : [`Masked as ${mask.as}, unless ${mask.unless}: ${mask.isLifted ? "held" : "not held"}.`]),
    `${audience.role} holds: ${scopes.join(", ") || "no scope"}.`,
    ...groups.flatMap((group) => {
      const names = namesOf(others.filter(({ access }) => access === group).map((one) => one.audience));
      return names.length === 0
        ? []
        : [`Others who get ${group === "value" ? "the value" : `it ${group}`}: ${names.join(", ")}.`];
    }),
    ...(others.length === 0 ? ["No other role gets it."] : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** Whether a policy holds is only known when somebody asks. */
function answer(clause: Clause, isHeld: boolean): string {
  if (!isHeld) return "no  ";
  return clause.flat().some((grant) => grant.startsWith("policy:")) ? "when" : "yes ";
}

function describeClause(clause: Clause): string {
  const alternatives = clause.map((all) => all.map((grant) => grant.replace(/^(?:scope|policy):/, "")).join(" and "));
  return alternatives.filter((one) => one !== "").join(" or ") || "a right that no role has";
}
