import { defineSubgraph } from "../shared/define-subgraph.ts";
import { handlers } from "./handlers.ts";
import { createLoaders } from "./loaders.ts";
import { resolvers } from "./resolvers.ts";

export { findAccountToSignIn } from "./loaders.ts";
export { hashActivationCode, makeActivationCode } from "./writes-codes.ts";
export { type AccountInput, faultsOfAccount, withStoredAreas } from "./writes-rows.ts";

export const accounts = defineSubgraph({
  name: "accounts",
  module: import.meta.url,
  resolvers,
  createLoaders,
  handlers,
});
