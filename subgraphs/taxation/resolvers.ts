import type { Resolvers } from "../shared/define-subgraph.ts";
import { type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import { datedConnection } from "../shared/source/dated.ts";
import { unreadableFields } from "../shared/source/refused-records.ts";
import type { Loaders, PremiumRow } from "./loaders.ts";

const PREMIUMS: ListOrder = { list: "premiums", sort: "day" };

/** Field to loader. */
export const resolvers: Resolvers<Loaders> = {
  Resident: {
    __resolveReference: (reference: { id: string }) => ({ id: reference.id }),
    premiums: async (resident: { id: string }, args: PageArguments, { loaders }) => {
      const values = pageValues(args, PREMIUMS);
      const taxpayer = await loaders.taxpayerByResidentId.load(resident.id);
      if (taxpayer === null) return null;
      const rows = await loaders.premiumsByResidentId.load({ key: taxpayer.id, values });
      const page = toConnection(rows, values, PREMIUMS, (row: PremiumRow) => [row.monthOn, row.id]);
      return { ...datedConnection(page, taxpayer), id: taxpayer.id };
    },
  },
  PremiumConnection: unreadableFields(({ id }: { id: string }) => id),
};
