import { ASKED_DEPARTMENTS } from "../asked-departments.ts";
import type { Checkout } from "../checkouts.ts";
import { hubCommandOf, type RunningServer, script, startServer } from "../child.ts";
import type { StartedOn } from "../contestant.ts";
import { writeSettings } from "../contestants/settings.ts";
import { addressSettings, readSupergraph } from "../contestants/supergraph.ts";
import type { Ground, Trust } from "../ground.ts";
import { findDatabase } from "../own-database.ts";

/** A contestant over the departments, or in their place. */
export interface CounterContestant extends StartedOn<Ground> {
  /** True when it masks nothing: its answers agree in everything else. */
  readonly isUnmasked?: boolean;
  /** True when it was written for the flagship and answers nothing else. */
  readonly isForFlagship?: boolean;
  /** Set when it is another checkout of the hub, on a database that it has filled itself. */
  readonly checkout?: Checkout;
}

/** In the order they take turns. */
export function counterContestants(checkouts: readonly Checkout[]): readonly CounterContestant[] {
  return [
    {
      name: "hub_in_process",
      what: "the hub, `npm start`: router and departments in one process",
      isPeer: false,
      start: async ({ hub }) => [hub],
    },
    ...checkouts.map((checkout) => ({
      name: `hub_before${checkout.suffix}`,
      what: `the hub in one process, ${checkout.what}, on a database of its own`,
      isPeer: false,
      checkout,
      start: async ({ hub }: Ground) => [hub],
    })),
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
      start: startOverHttp,
    },
    ...checkouts.map((checkout) => ({
      name: `hub_before${checkout.suffix}_over_http`,
      what: `the same, ${checkout.what}`,
      isPeer: false,
      checkout,
      start: startOverHttp,
    })),
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
}

async function startOverHttp({ home, checkout, departments }: Ground): Promise<readonly RunningServer[]> {
  const running = await departments("signed");
  const environment = addressSettings(readSupergraph(checkout), urlsOf(running));
  const words = hubCommandOf(checkout, "serve", "router", "--port", "0");
  return [await startServer(home, { name: "hub serve router", words, environment }), ...running];
}

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
