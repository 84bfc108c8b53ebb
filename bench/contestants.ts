import { type RunningServer, hubCommand, script, startServer } from "./child.ts";
import { type Settings, writeSettings } from "./contestants/settings.ts";
import { addressesOf, readSupergraph } from "./contestants/supergraph.ts";
import { ASKED_DEPARTMENTS } from "./asked-departments.ts";
import type { Home } from "./home.ts";
import { findDatabase } from "./own-database.ts";

/** Whom a department that runs alone believes. */
type Trust = "signed" | "token";

/** What a contestant runs on; each part is started when the first contestant asks for it. */
export interface Ground {
  readonly home: Home;
  readonly hub: RunningServer;
  /** Whose tokens the callers carry. */
  readonly issuer: Settings["issuer"];
  departments(trust: Trust): Promise<readonly RunningServer[]>;
}

export interface Contestant {
  readonly name: string;
  /** What it is, for the reader of the results. */
  readonly what: string;
  /** True when it needs the packages of bench/package.json. */
  readonly isPeer: boolean;
  /** True when it masks nothing: its answers agree in everything else. */
  readonly isUnmasked?: boolean;
  /** True when it was written for the flagship and answers nothing else. */
  readonly isForFlagship?: boolean;
  /** True when it is another checkout of the hub, on a database that it has filled itself. */
  readonly isBefore?: boolean;
  /** Gives its servers, the one to ask first. */
  start(ground: Ground): Promise<readonly RunningServer[]>;
}

/** In the order they take turns. */
export const contestants: readonly Contestant[] = [
  {
    name: "hub_in_process",
    what: "the hub, `npm start`: router and departments in one process",
    isPeer: false,
    start: async ({ hub }) => [hub],
  },
  {
    name: "hub_before",
    what: "the hub in one process, of the checkout that `HUB_BEFORE` names, on a database of its own",
    isPeer: false,
    isBefore: true,
    start: async ({ hub }) => [hub],
  },
  {
    name: "hub_without_checks",
    what: "the same hub with permissions, masks and access record off",
    isPeer: false,
    isUnmasked: true,
    async start({ home }) {
      const words = script("./inside/hub-without-checks.ts");
      return [await startServer(home, { name: "hub_without_checks", words })];
    },
  },
  {
    name: "hub_over_http",
    what: "the hub's router, each department in a process of its own (`hub serve`)",
    isPeer: false,
    async start({ home, departments }) {
      const running = await departments("signed");
      const addresses = Object.entries(addressesOf(readSupergraph(), urlsOf(running)));
      const environment = Object.fromEntries(
        addresses.map(([name, url]) => [`SUBGRAPH_${name.toUpperCase().replaceAll("-", "_")}_URL`, url]),
      );
      const words = hubCommand("serve", "router", "--port", "0");
      return [await startServer(home, { name: "hub serve router", words, environment }), ...running];
    },
  },
  {
    name: "hive_gateway",
    what: "Hive Gateway runtime with its Rust planner, over the same departments",
    isPeer: true,
    start: (ground) => startScript("hive-gateway", ground, "token"),
  },
  {
    name: "apollo_gateway",
    what: "Apollo Gateway in Apollo Server, over the same departments",
    isPeer: true,
    start: (ground) => startScript("apollo-gateway", ground, "token"),
  },
  {
    name: "hand_written",
    what: "a handler written for this one question, with SQL of its own: the limit of one process",
    isPeer: false,
    isForFlagship: true,
    start: (ground) => startScript("hand-written", ground, null),
  },
  {
    name: "hand_written_fan_out",
    what: "a handler written for this one question, asking the departments as the router does: the limit over HTTP",
    isPeer: false,
    isForFlagship: true,
    start: (ground) => startScript("hand-written-fan-out", ground, "signed"),
  },
];

async function startScript(name: string, ground: Ground, trust: Trust | null): Promise<readonly RunningServer[]> {
  const { home, issuer } = ground;
  const running = trust === null ? [] : await ground.departments(trust);
  const environment = writeSettings({
    issuer,
    databaseUrl: findDatabase(home.folder).url,
    callKey: home.callKey,
    departments: urlsOf(running),
  });
  return [await startServer(home, { name, words: script(`./contestants/${name}.ts`), environment }), ...running];
}

/** By department: they are started in the order of ASKED_DEPARTMENTS. */
function urlsOf(running: readonly RunningServer[]): Record<string, string> {
  return Object.fromEntries(running.map(({ url }, at) => [ASKED_DEPARTMENTS[at] ?? "", url]));
}
