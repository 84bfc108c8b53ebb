// Serves the subgraphs of one graph, each on a port of its own. What it costs to answer is not what is measured here: a
// question that came before gets the bytes it got then.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type GraphQLSchema, graphql } from "graphql";
import type { BareSubgraph } from "./graph.ts";
import { type BareGraphName, bareGraphs } from "./graphs.ts";
import { schemaOf } from "./schema.ts";

const MOST_KEPT = 20_000;

const { subgraphs } = bareGraphs[process.argv[2] as BareGraphName];
const servers = await Promise.all(subgraphs.map(serve));
const addresses = Object.fromEntries(subgraphs.map(({ name }, at) => [name, addressOf(servers[at])]));
const index = createServer((_request, response) => void response.end(JSON.stringify(addresses)));
index.listen(0, "127.0.0.1", () => process.stderr.write(`bare subgraphs answers at ${addressOf(index)}\n`));

async function serve(subgraph: BareSubgraph): Promise<Server> {
  const schema = schemaOf(subgraph);
  const known = new Map<string, Promise<Buffer>>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      const answer = known.get(body) ?? execute(schema, body);
      if (known.size < MOST_KEPT) known.set(body, answer);
      answer.then(
        (bytes) => {
          response.writeHead(200, { "content-type": "application/json", "content-length": bytes.length });
          response.end(bytes);
        },
        () => response.destroy(),
      );
    });
  });
  // Gateways keep their connections for longer than Node does by default, and a closed one is a failed call.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

async function execute(schema: GraphQLSchema, body: string): Promise<Buffer> {
  const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
  const result = await graphql({ schema, source: query, variableValues: variables ?? {} });
  return Buffer.from(JSON.stringify(result));
}

function addressOf(server: Server | undefined): string {
  return `http://127.0.0.1:${(server?.address() as AddressInfo).port}/graphql`;
}
