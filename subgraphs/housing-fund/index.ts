import { defineSubgraph } from "../shared/define-subgraph.ts";
import { createLoaders } from "./loaders.ts";
import { resolvers } from "./resolvers.ts";

export { importHousingFund, type ImportReport, ImportRefusal } from "./writes.ts";

export const housingFund = defineSubgraph({
  name: "housing-fund",
  module: import.meta.url,
  resolvers,
  createLoaders,
});
