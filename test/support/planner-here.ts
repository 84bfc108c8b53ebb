import { QueryPlanner } from "@graphql-hive/router-query-planner";
import { PlannerRefused } from "../../router/plan/planner-child.ts";
import type { Planner } from "../../router/plan/planner.ts";

const ROLLED_OUT = 99.999;

/**
 * The planner of router/plan/planner-process.mjs in the tests' own process, for the many small graphs of tests whose subject is
 * what is done with a plan. Plans are made to text and back, as on their way between two processes.
 */
export function plannerHere(supergraph: string): Planner {
  const planner = new QueryPlanner(supergraph);
  return {
    async plan({ operations }) {
      try {
        return operations.map((text): unknown =>
          JSON.parse(JSON.stringify(planner.plan(text, undefined, new Set(), ROLLED_OUT))),
        ) as Awaited<ReturnType<Planner["plan"]>>;
      } catch (error) {
        throw new PlannerRefused(error instanceof Error ? error.message : "");
      }
    },
  };
}
