import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { stringify } from "yaml";
import { type RunningServer, startServer } from "../child.ts";
import type { Home } from "../home.ts";

/** The router of The Guild in Rust. It is no package of npm's: whoever has built it names the program. */
export const HIVE_ROUTER = process.env["HIVE_ROUTER"] ?? null;

const HOST = "127.0.0.1";

/** Starts it as its documentation sets it up: a supergraph in a file, and an address to listen on. */
export async function startHiveRouter(home: Home, program: string, supergraphFile: string): Promise<RunningServer> {
  const port = await freePort();
  const file = join(home.folder, "hive-router.yaml");
  await writeFile(file, configurationOf(supergraphFile, port));
  // Its settings of these names stand above its file, and those of the home are meant for the hub.
  const environment = { ROUTER_CONFIG_FILE_PATH: file, PORT: String(port), HOST };
  const url = `http://${HOST}:${port}/graphql`;
  return startServer(home, { name: "hive_router", program, words: [], environment, url });
}

/** Its file of settings: whatever is left out has the router's own default. */
export function configurationOf(supergraphFile: string, port: number): string {
  return stringify({ supergraph: { source: "file", path: supergraphFile }, http: { host: HOST, port } });
}

/** It takes no port 0, and does not say where it listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
