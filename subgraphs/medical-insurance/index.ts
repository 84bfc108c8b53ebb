import { defineSubgraph } from "../shared/define-subgraph.ts";
import { createLoaders } from "./loaders.ts";
import { resolvers } from "./resolvers.ts";

export const medicalInsurance = defineSubgraph({
  name: "medical-insurance",
  module: import.meta.url,
  resolvers,
  createLoaders,
});
