import { defineSubgraph } from "../shared/define-subgraph.ts";
import { createLoaders } from "./loaders.ts";
import { resolvers } from "./resolvers.ts";

export const health = defineSubgraph({
  name: "health",
  module: import.meta.url,
  resolvers,
  createLoaders,
});
