import type { Resolvers } from "../shared/define-subgraph.ts";
import type { PageArguments } from "../shared/page.ts";
import type { ItemRow, Loaders } from "./loaders.ts";

/** Field to loader. */
export const resolvers: Resolvers<Loaders> = {
  Query: {
    item: (_parent, args: { code: string }, { loaders }) => loaders.itemByCode.load(args.code),
    items: (_parent, args: PageArguments, { loaders }) => loaders.itemPage(args),
    openItemCodes: (_parent, _args, { loaders }) => loaders.openItemCodes(),
  },
  Item: {
    __resolveReference: (reference: { code: string }, _args, { loaders }) => loaders.itemByCode.load(reference.code),
    businesses: (item: ItemRow, _args, { loaders }) => loaders.businessesByItemCode.load(item.code),
  },
  ItemBusiness: {
    __resolveReference: (reference: { code: string }, _args, { loaders }) =>
      loaders.businessByCode.load(reference.code),
  },
  ItemConnection: {
    totalCount: (_connection, _args, { loaders }) => loaders.openItemCount(),
  },
};
