import { defineSubgraph } from "../shared/define-subgraph.ts";
import { handlers } from "./handlers.ts";
import { createLoaders } from "./loaders.ts";
import { resolvers } from "./resolvers.ts";
import { premiumService } from "./source.ts";

export const taxation = defineSubgraph({
  name: "taxation",
  module: import.meta.url,
  resolvers,
  createLoaders,
  handlers,
  sources: [premiumService],
});
