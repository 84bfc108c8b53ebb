import { defineSubgraph } from "../shared/define-subgraph.ts";
import { createLoaders } from "./loaders.ts";
import { resolvers } from "./resolvers.ts";

export const socialSecurity = defineSubgraph({
  name: "social-security",
  module: import.meta.url,
  resolvers,
  createLoaders,
});
