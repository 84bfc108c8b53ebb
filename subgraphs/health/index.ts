import { defineSubgraph } from "../shared/define-subgraph.ts";
import { handlers } from "./handlers.ts";
import { createLoaders } from "./loaders.ts";
import { resolvers } from "./resolvers.ts";

export const health = defineSubgraph({
  name: "health",
  module: import.meta.url,
  resolvers,
  createLoaders,
  handlers,
});
