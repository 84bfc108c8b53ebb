import { defineSubgraph } from "../shared/define-subgraph.ts";
import { createLoaders } from "./loaders.ts";
import { resolvers } from "./resolvers.ts";

export { type AccessLog, type AccessRecord, type FieldLists, openAccessLog, toFieldLists } from "./writes.ts";

export const audit = defineSubgraph({ name: "audit", module: import.meta.url, resolvers, createLoaders });
