// The gateway of The Guild with the planner and executor it offers as its fastest, as its documentation sets it up.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createGatewayRuntime } from "@graphql-hive/gateway-runtime";
import { unifiedGraphHandler } from "@graphql-hive/router-runtime";
import { readSettings } from "./settings.ts";
import { addressesOf, readSupergraph, withAddresses } from "./supergraph.ts";

const { supergraph = readSupergraph(), departments } = readSettings();
const gateway = createGatewayRuntime({
  supergraph: withAddresses(supergraph, addressesOf(supergraph, departments)),
  unifiedGraphHandler,
  propagateHeaders: {
    fromClientToSubgraphs({ request }) {
      const headers: Record<string, string> = {};
      for (const name of ["authorization", "x-purpose"]) headers[name] = request.headers.get(name) ?? "";
      return headers;
    },
  },
  logging: false,
  graphiql: false,
  landingPage: false,
  maskedErrors: false,
});

const server = createServer(gateway);
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.stderr.write(`hive-gateway answers at http://127.0.0.1:${port}/graphql\n`);
});
