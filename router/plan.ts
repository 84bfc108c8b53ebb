import type { FlattenNodePathSegment, PlanNode, QueryPlan } from "@graphql-hive/router-query-planner";
import type { GraphQLSchema } from "graphql";
import { compileEntityFetch, compileRootFetch } from "./fetch.ts";
import type { Run, Step } from "./run.ts";

/** Compiles a query plan into one function that fills `run.data`. Nothing of the plan is read again. */
export function compilePlan(plan: QueryPlan, schema: GraphQLSchema): Step {
  return plan.node == null ? () => undefined : compileNode(plan.node, schema, []);
}

function compileNode(node: PlanNode, schema: GraphQLSchema, path: readonly FlattenNodePathSegment[]): Step {
  switch (node.kind) {
    case "Sequence":
      return inSequence(node.nodes.map((child) => compileNode(child, schema, path)));
    case "Parallel":
      return inParallel(node.nodes.map((child) => compileNode(child, schema, path)));
    case "Condition":
      return onCondition(
        node.condition,
        node.ifClause == null ? null : compileNode(node.ifClause, schema, path),
        node.elseClause == null ? null : compileNode(node.elseClause, schema, path),
      );
    case "Flatten":
      return compileNode(node.node, schema, [...path, ...node.path]);
    case "Fetch":
      if (node.requires == null) return compileRootFetch(node, schema);
      return compileEntityFetch(schema, {
        service: node.serviceName,
        operation: node.operation,
        variableUsages: node.variableUsages ?? [],
        entities: [
          {
            key: "_entities",
            variable: "representations",
            paths: [path],
            requires: node.requires,
            inputRewrites: node.inputRewrites ?? [],
            outputRewrites: node.outputRewrites ?? [],
          },
        ],
      });
    case "BatchFetch":
      return compileEntityFetch(schema, {
        service: node.serviceName,
        operation: node.operation,
        variableUsages: node.variableUsages ?? [],
        entities: node.entityBatch.aliases.map((alias) => ({
          key: alias.alias,
          variable: alias.representationsVariableName,
          paths: alias.paths,
          requires: alias.requires,
          inputRewrites: alias.inputRewrites ?? [],
          outputRewrites: alias.outputRewrites ?? [],
        })),
      });
    default:
      throw new Error(`the plan holds a ${node.kind} node, which is not supported`);
  }
}

function inSequence(steps: readonly Step[]): Step {
  const [only] = steps;
  if (steps.length === 1 && only !== undefined) return only;
  return async (run) => {
    for (const step of steps) await step(run);
  };
}

function inParallel(steps: readonly Step[]): Step {
  return async (run) => {
    await Promise.all(steps.map(async (step) => step(run)));
  };
}

function onCondition(variable: string, ifTrue: Step | null, ifFalse: Step | null): Step {
  return (run: Run) => (run.variables[variable] === true ? ifTrue : ifFalse)?.(run);
}
