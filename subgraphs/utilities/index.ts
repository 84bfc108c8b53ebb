import { defineSubgraph } from "../shared/define-subgraph.ts";
import { handlers } from "./handlers.ts";
import { createLoaders } from "./loaders.ts";
import { resolvers } from "./resolvers.ts";
import { companies } from "./source.ts";

export const utilities = defineSubgraph({
  name: "utilities",
  module: import.meta.url,
  resolvers,
  createLoaders,
  handlers,
  sources: Object.values(companies),
});
