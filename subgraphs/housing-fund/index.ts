import { defineSubgraph } from "../shared/define-subgraph.ts";
import { handlers } from "./handlers.ts";
import { createLoaders } from "./loaders.ts";
import { resolvers } from "./resolvers.ts";

export { importHousingFund, type ImportReport } from "./writes.ts";
export { ImportRefusal } from "./writes-checks.ts";

export const housingFund = defineSubgraph({
  name: "housing-fund",
  module: import.meta.url,
  resolvers,
  createLoaders,
  handlers,
});
