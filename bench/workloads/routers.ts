import { expectedOf } from "../agreement.ts";
import { type BareGround, openBareGround } from "../bare/ground.ts";
import { type BareGraphName, bareGraphs } from "../bare/graphs.ts";
import { readCheckouts } from "../checkouts.ts";
import { hubCommandOf, OWN_CHECKOUT, type RunningServer, script, startServer } from "../child.ts";
import type { StartedOn } from "../contestant.ts";
import { HIVE_ROUTER, startHiveRouter } from "../contestants/hive-router.ts";
import { writeSettings } from "../contestants/settings.ts";
import { holdsAtMost, takesAtMost } from "../marks.ts";
import { familiesOf } from "../processes.ts";
import type { Premises, Started, Workload } from "./workload.ts";

const NOTE = `The subgraphs answer out of their memory, all of them in one process, and a question that came before with the bytes it
got then: their work is shown beside the routers', and is no part of it. No router checks, masks or records anything here.`;

// What one operation may ask for is the hub's own to hold, and the others hold nothing.
const NO_LIMITS = { ONEDOOR_MAX_COST: "1000000000", ONEDOOR_MAX_LIST_RECURSION: "100" };

/** In the order they take turns. */
const contestants: readonly StartedOn<BareGround>[] = [
  {
    name: "hub_router",
    what: "the hub's router alone, `hub serve router --supergraph`",
    isPeer: false,
    start: (ground) => startHubRouter(ground, OWN_CHECKOUT),
  },
  ...readCheckouts().map(({ suffix, folder, what }) => ({
    name: `hub_router_before${suffix}`,
    what: `the same, ${what}`,
    isPeer: false,
    absence: folder === null ? "HUB_BEFORE names no checkout of the hub." : null,
    start: (ground: BareGround) => startHubRouter(ground, folder ?? OWN_CHECKOUT),
  })),
  {
    name: "hive_router",
    what: "Hive Router, the program that `HIVE_ROUTER` names",
    isPeer: false,
    absence: HIVE_ROUTER === null ? "HIVE_ROUTER names no binary." : null,
    start: async ({ home, supergraphFile }) => [await startHiveRouter(home, HIVE_ROUTER ?? "", supergraphFile)],
  },
  {
    name: "hive_gateway",
    what: "Hive Gateway runtime with its Rust planner",
    isPeer: true,
    start: (ground) => startGateway("hive-gateway", ground),
  },
  {
    name: "apollo_gateway",
    what: "Apollo Gateway in Apollo Server",
    isPeer: true,
    start: (ground) => startGateway("apollo-gateway", ground),
  },
];

/** Six departments and one resident: what a router costs when nothing else does. */
export const routerAlone: Workload = routers({
  graph: "residents",
  title: "The router alone",
  key: "router_alone",
  what: "one resident of six bare subgraphs over HTTP, permissions off",
  marks: [
    takesAtMost("hub_router", 1, "hive_router"),
    { ...takesAtMost("hub_router", 0.6, "hub_router_before"), unless: "hive_router" },
    holdsAtMost("hub_router", 0.5, "hub_router_before"),
  ],
});

/** A graph of the shape that gateways are compared by in public, with subgraphs of our own. */
export const gateways: Workload = routers({
  graph: "officeVisits",
  title: "A deep list",
  key: "gateways",
  what: "lists within lists, six levels deep, of four bare subgraphs over HTTP, permissions off: the shape that gateways are compared by in public",
  marks: [],
});

function routers(of: Pick<Workload, "title" | "key" | "what" | "marks"> & { graph: BareGraphName }): Workload {
  const { graph, ...told } = of;
  return {
    ...told,
    note: NOTE,
    beside: { heading: "subgraphs µs", key: "subgraphTime" },
    contestants,
    hubBeside: () => "hub_router",
    open: (premises) => open(graph, premises),
  };
}

async function startHubRouter({ home, supergraphFile }: BareGround, checkout: string): Promise<RunningServer[]> {
  const open = ["--dangerously-serve-without-permissions", "--port", "0"];
  const words = hubCommandOf(checkout, "serve", "router", "--supergraph", supergraphFile, ...open);
  return [await startServer(home, { name: "hub serve router", words, environment: NO_LIMITS })];
}

async function startGateway(name: string, { home, addresses, supergraph }: BareGround): Promise<RunningServer[]> {
  const none = { issuer: { name: "", jwksUrl: "" }, databaseUrl: "", callKey: "" };
  const environment = writeSettings({ ...none, departments: addresses, supergraph });
  return [await startServer(home, { name, words: script(`./contestants/${name}.ts`), environment })];
}

async function open(name: BareGraphName, { newHome, progress }: Premises): Promise<(name: string) => Promise<Started>> {
  progress.step("starting the subgraphs");
  const graph = bareGraphs[name];
  const ground = await openBareGround(newHome(), name);
  const asks = graph.variables.map((variables) => ({ body: JSON.stringify({ query: graph.document, variables }) }));
  const [reference] = await startHubRouter(ground, OWN_CHECKOUT);
  const expected = await expectedOf(reference?.url ?? "", asks, graph);
  return async (wanted) => {
    const contestant = contestants.find((one) => one.name === wanted);
    if (contestant === undefined) throw new Error(`There is no contestant ${wanted}.`);
    return {
      servers: await contestant.start(ground),
      asks: async () => asks,
      expected,
      isUnmasked: false,
      besidePids: () => familiesOf([ground.subgraphs.pid]),
    };
  };
}
