import type { RequiresSelection } from "@graphql-hive/router-query-planner";
import type { GraphQLSchema } from "graphql";
import { type Fields, isFields } from "../departments/fields.ts";
import { typeMatcher } from "./targets.ts";

type Pick = (source: Fields, into: Fields) => boolean;

/**
 * Compiles a plan's `requires` into a function that makes the representation of an entity, or null when the
 * object is of another type or lacks a part of its key: there is nothing to ask the department about then.
 */
export function compileRepresentation(
  requires: readonly RequiresSelection[],
  schema: GraphQLSchema,
): (target: Fields) => Fields | null {
  const branches = requires.flatMap((selection) => {
    if (selection.kind !== "InlineFragment") return [];
    const pick = compileSelections(selection.selections, schema);
    return [{ matches: typeMatcher([selection.typeCondition], schema), typename: selection.typeCondition, pick }];
  });
  return (target) => {
    const typename = target["__typename"];
    for (const branch of branches) {
      const isKnown = typename === undefined ? branches.length === 1 : branch.matches(typename);
      if (!isKnown) continue;
      const representation: Fields = { __typename: typename ?? branch.typename };
      if (branch.pick(target, representation)) return representation;
    }
    return null;
  };
}

function compileSelections(selections: readonly RequiresSelection[], schema: GraphQLSchema): Pick {
  const picks = selections.map((selection) => compileSelection(selection, schema));
  return (source, into) => {
    for (const pick of picks) if (!pick(source, into)) return false;
    return true;
  };
}

function compileSelection(selection: RequiresSelection, schema: GraphQLSchema): Pick {
  if (selection.kind === "InlineFragment") {
    const matches = typeMatcher([selection.typeCondition], schema);
    const pick = compileSelections(selection.selections, schema);
    return (source, into) => !matches(source["__typename"]) || pick(source, into);
  }
  if (selection.kind !== "Field") throw new Error("a plan's requires holds a fragment spread");
  const { name } = selection;
  if (name === "__typename") {
    return (source, into) => {
      if (source["__typename"] !== undefined) into["__typename"] = source["__typename"];
      return true;
    };
  }
  // The planner names the field as it stands in the data, and in `alias` what the department calls it.
  const written = selection.alias ?? name;
  const pick = selection.selections == null ? null : compileSelections(selection.selections, schema);
  return (source, into) => {
    const value = source[name];
    if (value === undefined) return false;
    into[written] = pick === null ? value : pickValue(value, pick);
    return true;
  };
}

function pickValue(value: unknown, pick: Pick): unknown {
  if (Array.isArray(value)) return value.map((item) => pickValue(item, pick));
  if (!isFields(value)) return value;
  const into: Fields = {};
  return pick(value, into) ? into : null;
}
