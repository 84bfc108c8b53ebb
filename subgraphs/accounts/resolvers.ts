import type { Resolvers } from "../shared/define-subgraph.ts";
import type { PageArguments } from "../shared/page.ts";
import type { Loaders } from "./loaders.ts";

/** Field to loader. */
export const resolvers: Resolvers<Loaders> = {
  Query: {
    me: (_parent, _args, { loaders, viewer }) => loaders.accountById.load(viewer.id),
    account: (_parent, args: { username: string }, { loaders }) => loaders.accountByUsername.load(args.username),
    accounts: (_parent, args: PageArguments, { loaders }) => loaders.accountPage(args),
  },
};
