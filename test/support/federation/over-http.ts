import { createServer, type IncomingMessage, type Server } from "node:http";
import { graphql } from "graphql";
import { httpTransport } from "../../../router/departments/http-transport.ts";
import { listen, urlOf } from "../../../router/main.ts";
import { readBody } from "../../../subgraphs/shared/read-body.ts";
import type { Transports } from "./federate.ts";
import type { FixtureSubgraph } from "./subgraph.ts";

const LARGEST_BODY_BYTES = 1024 * 1024;

/** Fixture subgraphs behind HTTP, each on a port of its own. */
export interface ServedSubgraphs {
  readonly addresses: ReadonlyMap<string, string>;
  readonly transports: Transports;
  close(): Promise<void>;
}

/** Serves each subgraph with graphql-js, the reference for what a subgraph that is not ours may answer. */
export async function serveSubgraphs(subgraphs: readonly FixtureSubgraph[]): Promise<ServedSubgraphs> {
  const servers: Server[] = [];
  const addresses = new Map<string, string>();
  for (const subgraph of subgraphs) {
    const server = createServer((request, response) => {
      answer(subgraph, request)
        .then((text) => response.writeHead(200, { "content-type": "application/json" }).end(text))
        .catch(() => response.destroy());
    });
    await listen(server, 0, "127.0.0.1");
    servers.push(server);
    addresses.set(subgraph.name, `${urlOf(server)}/graphql`);
  }
  const remotes = new Map(
    [...addresses].map(([department, url]) => [
      department,
      httpTransport({ department, url, callKey: null, timeoutMs: 5_000 }),
    ]),
  );
  return {
    addresses,
    transports: remotes,
    async close() {
      for (const remote of remotes.values()) await remote.close();
      for (const server of servers) server.close();
    },
  };
}

async function answer({ schema }: FixtureSubgraph, request: IncomingMessage): Promise<string> {
  const body = JSON.parse(await readBody(request, LARGEST_BODY_BYTES)) as {
    query: string;
    variables?: Record<string, unknown>;
  };
  const result = await graphql({ schema, source: body.query, variableValues: body.variables ?? {} });
  return JSON.stringify(result);
}
