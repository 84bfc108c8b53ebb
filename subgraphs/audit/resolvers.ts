import type { Resolvers } from "../shared/define-subgraph.ts";
import type { PageArguments } from "../shared/page.ts";
import type { Loaders } from "./loaders.ts";

/** Field to loader. */
export const resolvers: Resolvers<Loaders> = {
  Query: {
    accessRecords: (_parent, args: PageArguments, { loaders }) => loaders.recordPage(args),
  },
  Subscription: {
    accessRecordAdded: {
      subscribe: (_parent, _args, { loaders, signal }) => loaders.addedRecords(signal),
    },
  },
};
