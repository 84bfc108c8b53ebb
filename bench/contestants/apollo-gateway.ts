// Apollo's gateway in Apollo Server, as its documentation sets it up.
import { ApolloGateway, type GraphQLDataSourceProcessOptions, RemoteGraphQLDataSource } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { readSettings } from "./settings.ts";
import { addressesOf, readSupergraph, withAddresses } from "./supergraph.ts";

type Headers = Readonly<Record<string, string>>;

class Forwarding extends RemoteGraphQLDataSource<Headers> {
  override willSendRequest({ request, context }: GraphQLDataSourceProcessOptions<Headers>): void {
    for (const [name, value] of Object.entries(context)) request.http?.headers.set(name, value);
  }
}

// It refuses a supergraph whose permissions it would have to enforce; here the departments alone enforce them.
const { supergraph: text = readSupergraph(), departments } = readSettings();
const supergraph = text.replaceAll(", for: SECURITY", "");
const gateway = new ApolloGateway({
  supergraphSdl: withAddresses(supergraph, addressesOf(supergraph, departments)),
  buildService: ({ url }) => new Forwarding({ url: url ?? "" }),
});
const server = new ApolloServer<Headers>({ gateway, introspection: false });
const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: "127.0.0.1" },
  context: async ({ req }) => ({
    authorization: req.headers.authorization ?? "",
    "x-purpose": String(req.headers["x-purpose"]),
  }),
});
process.stderr.write(`apollo-gateway answers at ${url}\n`);
