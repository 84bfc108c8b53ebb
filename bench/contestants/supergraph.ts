import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A port nobody listens on, for departments that the benchmark does not ask. */
const NOWHERE = "http://127.0.0.1:9/graphql";

const JOINED = /@join__graph\(\s*name:\s*"([^"]+)",\s*url:\s*"[^"]*"\s*\)/g;

const OWN_CHECKOUT = fileURLToPath(new URL("../../", import.meta.url));

/** The supergraph of a checkout of the hub. */
export function readSupergraph(checkout = OWN_CHECKOUT): string {
  return readFileSync(join(checkout, "schema/supergraph.graphql"), "utf8");
}

/** The departments the supergraph is composed of. */
export function departmentsOf(supergraph: string): string[] {
  return [...supergraph.matchAll(JOINED)].flatMap((match) => match[1] ?? []);
}

/** The address of every department: where it runs, or nowhere. */
export function addressesOf(
  supergraph: string,
  running: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(departmentsOf(supergraph).map((name) => [name, running[name] ?? NOWHERE]));
}

/** The same as settings of a process of the hub. A department that gives events asks for the addresses of all who hear them. */
export function addressSettings(
  supergraph: string,
  running: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const addresses = Object.entries(addressesOf(supergraph, running));
  return Object.fromEntries(
    addresses.map(([name, url]) => [`SUBGRAPH_${name.toUpperCase().replaceAll("-", "_")}_URL`, url]),
  );
}

/** The supergraph with the departments' addresses written into it, as gateways expect it. */
export function withAddresses(supergraph: string, addresses: Readonly<Record<string, string>>): string {
  return supergraph.replace(
    JOINED,
    (_found, name: string) => `@join__graph(name: "${name}", url: "${addresses[name]}")`,
  );
}
