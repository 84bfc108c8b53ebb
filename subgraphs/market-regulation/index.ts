import { defineSubgraph } from "../shared/define-subgraph.ts";
import { handlers } from "./handlers.ts";
import { createLoaders } from "./loaders.ts";
import { resolvers } from "./resolvers.ts";
import { licensingSystem } from "./source.ts";

export const marketRegulation = defineSubgraph({
  name: "market-regulation",
  module: import.meta.url,
  resolvers,
  createLoaders,
  handlers,
  sources: [licensingSystem],
});
