import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { composeServices } from "@theguild/federation-composition";
import { parse } from "graphql";
import { type RunningServer, script, startServer } from "../child.ts";
import type { Home } from "../home.ts";
import { type BareGraphName, bareGraphs } from "./graphs.ts";

/** Bare subgraphs that run in one process, and the supergraph that names their addresses. */
export interface BareGround {
  readonly home: Home;
  readonly subgraphs: RunningServer;
  readonly addresses: Readonly<Record<string, string>>;
  readonly supergraph: string;
  /** The same in a file. */
  readonly supergraphFile: string;
}

export async function openBareGround(home: Home, name: BareGraphName): Promise<BareGround> {
  const words = [...script("./bare/serve.ts"), name];
  const subgraphs = await startServer(home, { name: "bare subgraphs", words });
  const addresses = (await (await fetch(subgraphs.url)).json()) as Record<string, string>;
  const supergraph = compose(name, addresses);
  const supergraphFile = join(home.folder, "supergraph.graphql");
  await writeFile(supergraphFile, supergraph);
  return { home, subgraphs, addresses, supergraph, supergraphFile };
}

function compose(name: BareGraphName, addresses: Readonly<Record<string, string>>): string {
  const services = bareGraphs[name].subgraphs.map((one) => ({
    name: one.name,
    typeDefs: parse(one.sdl),
    url: addresses[one.name] ?? "",
  }));
  const { supergraphSdl, errors = [] } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors.map(({ message }) => message).join("\n"));
  return supergraphSdl;
}
