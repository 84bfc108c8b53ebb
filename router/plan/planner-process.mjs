// The native planner in a process of its own (docs/adr/0052). JavaScript, so that no loader has to be started first, and
// nothing but the planner, so that what ends it ends nothing else.
import { QueryPlanner } from "@graphql-hive/router-query-planner";

// `@override(label: "percent(…)")` moves a field at once when it says 100 and not at all before: with less, one viewer
// would be told two truths.
const ROLLED_OUT = 99.999;

// Not exit, which waits for a plan that is being made: without its hub there is nobody to make it for.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));

let planner = null;

process.on("message", async ({ supergraph, operations }) => {
  try {
    if (supergraph !== undefined) planner = new QueryPlanner(supergraph);
    const plans = await Promise.all((operations ?? []).map((text) => plan(text)));
    process.send({ plans });
  } catch (error) {
    process.send({ refusal: error instanceof Error ? error.message : "no reason was given" });
  }
});

/** On a thread beside, so that the end of the hub is heard meanwhile. */
function plan(text) {
  return planner.planAsync(text, undefined, new Set(), ROLLED_OUT);
}
