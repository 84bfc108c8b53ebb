import { defineSubgraph } from "../shared/define-subgraph.ts";
import { createLoaders } from "./loaders.ts";
import { resolvers } from "./resolvers.ts";
import { companies } from "./source.ts";

export const utilities = defineSubgraph({
  name: "utilities",
  module: import.meta.url,
  resolvers,
  createLoaders,
  sources: Object.values(companies),
});
