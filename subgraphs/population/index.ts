import { defineSubgraph } from "../shared/define-subgraph.ts";
import { createLoaders } from "./loaders.ts";
import { resolvers } from "./resolvers.ts";

export * as register from "./register/index.ts";

export const population = defineSubgraph({
  name: "population",
  module: import.meta.url,
  resolvers,
  createLoaders,
});
