import type { FetchNode } from "@graphql-hive/router-query-planner";
import { isFields } from "../departments/fields.ts";
import { answerError, unavailable } from "./answer-errors.ts";
import { compileStrangers } from "./entity-identity.ts";
import { addFetch, pick, type PlanContext, responseKeys, rootSelection, callDepartment } from "./fetch-call.ts";
import { compileMerge } from "./merge.ts";
import { withoutImpossibleFragments } from "./possible-fragments.ts";
import { compileRewrites } from "./rewrites.ts";
import type { Step } from "./run.ts";

/** Compiles a fetch from the root of the operation. */
export function compileRootFetch(node: FetchNode, { schema, entityKeys, fetches }: PlanContext): Step {
  const { serviceName } = node;
  const operation = withoutImpossibleFragments(node.operation, schema);
  const merge = compileMerge(schema);
  const rewriteOut = compileRewrites(node.outputRewrites ?? [], schema);
  const usages = node.variableUsages ?? [];
  const keys = responseKeys(rootSelection(operation));
  const strangersIn = compileStrangers(rootSelection(operation), serviceName, entityKeys, schema);
  const fetch = addFetch(
    fetches,
    keys.map((key) => [key]),
  );
  return async (run) => {
    const reply = await callDepartment(run, serviceName, operation, pick(run.variables, usages));
    run.onFetched?.(fetch);
    if (reply === null) {
      for (const key of keys) run.errors.push(unavailable([key]));
      return;
    }
    const { data, errors = [] } = reply;
    for (const error of errors) run.errors.push(answerError(error, error.path ?? []));
    if (isFields(data)) {
      for (const key of strangersIn(data, run.variables)) Reflect.deleteProperty(data, key);
      // What is not there was not answered: it must not look as if there were nothing.
      const isTold = (key: string) => errors.some(({ path = [] }) => path.length === 0 || path[0] === key);
      for (const key of keys) if (data[key] === undefined && !isTold(key)) run.errors.push(unavailable([key]));
      rewriteOut?.(data);
      merge(run.data, data);
    }
    // A department that answers no data at all must not leave a null without a reason.
    else if (errors.length === 0) for (const key of keys) run.errors.push(unavailable([key]));
  };
}
