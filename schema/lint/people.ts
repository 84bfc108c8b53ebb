import { Kind } from "graphql";
import { joinRequirements } from "../../subgraphs/shared/permissions.ts";
import type { Finding } from "./finding.ts";
import type { Graph, GraphField } from "./graph.ts";
import { waysToSatisfy } from "./implies.ts";

/** A viewer who is given a person holds a scope, by which rows are judged, and has said what for. */
export function findOpenPeople({ fields, rules, membersOf }: Graph): Finding[] {
  return fields.flatMap(({ coordinate, type, node, result, isVisible }) => {
    if (!isVisible) return [];
    return membersOf(result)
      .filter((member) => rules.isPerson(member))
      .flatMap((person) => {
        const field = rules.requirementOf(type.name.value, node.name.value);
        const ways = waysToSatisfy(joinRequirements([field, rules.requirementOfType(person)]));
        if (isGuarded(ways)) return [];
        const message = `it gives people (${person}) without asking for both a scope and a purpose in every alternative. Add @requiresScopes and @policy(policies: [["purpose"]]) to ${person}.`;
        return [{ rule: "open-person", coordinate, message }];
      });
  });
}

/**
 * Cursors and totals also say that a list of people has somebody on it, without any row: each field of
 * a page that a root field gives needs what the rows need.
 */
export function findOpenLists({ fields, rules }: Graph): Finding[] {
  const roots = fields.filter(({ type, isVisible }) => isVisible && type.name.value === "Query");
  return roots.flatMap(({ coordinate, type, node, result }) => {
    if (!rules.listsPeople(result)) return [];
    const root = joinRequirements([
      rules.requirementOf(type.name.value, node.name.value),
      rules.requirementOfType(result),
    ]);
    return fields
      .filter((field) => field.isVisible && field.type.name.value === result)
      .filter(
        (field) =>
          !isGuarded(waysToSatisfy(joinRequirements([root, rules.requirementOf(result, field.node.name.value)]))),
      )
      .map((field) => ({
        rule: "open-list",
        coordinate: field.coordinate,
        message: `${coordinate} lists people, and this tells of them without asking for both a scope and a purpose in every alternative. Add @requiresScopes and @policy(policies: [["purpose"]]) to it, to ${result} or to ${coordinate}.`,
      }));
  });
}

function isGuarded(ways: ReturnType<typeof waysToSatisfy>): boolean {
  const isAsked = ways?.every(
    (way) => way.includes("policy:purpose") && way.some((grant) => grant.startsWith("scope:")),
  );
  return isAsked === true;
}

/** Whom to enter in the access record is asked for under this name, so there must be such an id, or such ids. */
export function findPeopleWithoutId({ fields, rules, find }: Graph): Finding[] {
  const names = new Set(fields.map(({ type }) => type.name.value));
  return [...names].flatMap((name) => {
    const people = rules.peopleKeyOf(name);
    if (people !== null && !givesIds(find(name, people), true)) {
      const message = `it is about people whom nobody could enter in the access record, and is therefore not shown. Give it a field ${people}: [ID!]!, or name another with @recorded(about:).`;
      return [{ rule: "person-without-id", coordinate: name, message }];
    }
    if (!rules.isPerson(name)) return [];
    const key = rules.personKeyOf(name);
    if (givesIds(find(name, key), false)) return [];
    const message = `a person without an id cannot be entered in the access record, and is therefore not shown. Give it a field ${key}: ID!, or name another with @person(id:).`;
    return [{ rule: "person-without-id", coordinate: name, message }];
  });
}

function givesIds(field: GraphField | undefined, isList: boolean): boolean {
  if (field?.result !== "ID" || !field.isVisible) return false;
  const { type } = field.node;
  return (type.kind === Kind.NON_NULL_TYPE ? type.type : type).kind === (isList ? Kind.LIST_TYPE : Kind.NAMED_TYPE);
}
