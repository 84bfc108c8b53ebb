import { Kind } from "graphql";
import { directivesNamed, textOf } from "../directives.ts";
import type { Finding } from "./finding.ts";
import { type Graph, isComposite, isPublic } from "./graph.ts";

/** Every field asks for something, itself or by its types, or says why it is open. */
export function findOpenFields({ fields, rules }: Graph): Finding[] {
  return fields.flatMap(({ coordinate, type, node, isVisible }) => {
    const isElsewhere = directivesNamed(node, "external").length > 0;
    if (!isVisible || isElsewhere || type.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    if (rules.requirementOf(type.name.value, node.name.value).length > 0) return [];
    if (isPublic(node) || isPublic(type)) return [];
    const message = "anybody may read it. Give it a rule, or say why it is open with @public(reason:).";
    return [{ rule: "open-field", coordinate, message }];
  });
}

/** A reason that says nothing is none. */
export function findBlankReasons({ definitions }: Graph): Finding[] {
  return definitions.filter(isComposite).flatMap((type) =>
    [type, ...(type.fields ?? [])].flatMap((node) => {
      const blank = directivesNamed(node, "public").filter((directive) => textOf(directive, "reason").trim() === "");
      const coordinate = node === type ? type.name.value : `${type.name.value}.${node.name.value}`;
      return blank.map(() => ({ rule: "blank-reason", coordinate, message: "@public needs a reason in words." }));
    }),
  );
}
