import { joinRequirements } from "../../subgraphs/shared/permissions.ts";
import type { Finding } from "./finding.ts";
import type { Graph } from "./graph.ts";
import { waysToSatisfy } from "./implies.ts";

/** Whoever is given a person holds a scope, which rows are judged by, and has said what for. */
export function findOpenPeople({ fields, rules, membersOf }: Graph): Finding[] {
  return fields.flatMap(({ coordinate, type, node, result, isVisible }) => {
    if (!isVisible) return [];
    return membersOf(result)
      .filter((member) => rules.isPerson(member))
      .flatMap((person) => {
        const field = rules.requirementOf(type.name.value, node.name.value);
        const ways = waysToSatisfy(joinRequirements([field, rules.requirementOfType(person)]));
        const isGuarded = ways?.every(
          (way) => way.includes("policy:purpose") && way.some((grant) => grant.startsWith("scope:")),
        );
        if (isGuarded === true) return [];
        const message = `it gives people (${person}) without asking for both a scope and a purpose in every alternative. Add @requiresScopes and @policy(policies: [["purpose"]]) to ${person}.`;
        return [{ rule: "open-person", coordinate, message }];
      });
  });
}

/** Whoever is to be entered in the access record is asked for under this name, so there must be such an id. */
export function findPeopleWithoutId({ fields, rules, find }: Graph): Finding[] {
  const names = new Set(fields.map(({ type }) => type.name.value));
  return [...names].flatMap((name) => {
    if (!rules.isPerson(name)) return [];
    const key = rules.personKeyOf(name);
    const field = find(name, key);
    if (field?.result === "ID" && field.isVisible) return [];
    const message = `nobody is shown of whom no id can be entered in the access record. Give it a field ${key}: ID!, or name another with @person(id:).`;
    return [{ rule: "person-without-id", coordinate: name, message }];
  });
}
