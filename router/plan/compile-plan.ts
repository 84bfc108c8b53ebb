import type { FlattenNodePathSegment, PlanNode, QueryPlan } from "@graphql-hive/router-query-planner";
import { compileEntityFetch } from "./entity-fetch.ts";
import type { PlanContext } from "./fetch-call.ts";
import { compileRootFetch } from "./root-fetch.ts";
import type { Fetch, Step } from "./run.ts";

/** A compiled plan: the function that fills `run.data`, and the calls it can make. */
export interface CompiledPlan {
  readonly run: Step;
  readonly fetches: readonly Fetch[];
}

/** Compiles plans that are run one after another. Nothing of them is read again. */
export function compilePlans(plans: readonly QueryPlan[], parts: Omit<PlanContext, "fetches">): CompiledPlan {
  const { schema, entityKeys, requiredFields } = parts;
  const context: PlanContext = { schema, entityKeys, requiredFields, fetches: [] };
  const run = inSequence(plans.flatMap(({ node }) => (node == null ? [] : [compileNode(node, context, [])])));
  return { run, fetches: context.fetches };
}

function compileNode(node: PlanNode, context: PlanContext, path: readonly FlattenNodePathSegment[]): Step {
  switch (node.kind) {
    case "Sequence":
      return inSequence(node.nodes.map((child) => compileNode(child, context, path)));
    case "Parallel":
      return inParallel(node.nodes.map((child) => compileNode(child, context, path)));
    case "Flatten":
      return compileNode(node.node, context, [...path, ...node.path]);
    case "Fetch":
      if (node.requires == null) return compileRootFetch(node, context);
      return compileEntityFetch(context, {
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
      return compileEntityFetch(context, {
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
    case "Subscription":
      // The event itself is the first data: see `findEventFeed`.
      return () => undefined;
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
