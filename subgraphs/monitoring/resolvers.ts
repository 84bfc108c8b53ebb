import type { Resolvers } from "../shared/define-subgraph.ts";
import { type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import type { Loaders } from "./loaders.ts";

const BENEFITS: ListOrder = { list: "benefits", sort: "day" };

/** Field to loader. */
export const resolvers: Resolvers<Loaders> = {
  Resident: {
    __resolveReference: (reference: { id: string }) => ({ id: reference.id }),
    monitoring: (resident: { id: string }, _args, { loaders }) => loaders.monitoringByResidentId.load(resident.id),
    benefits: async (resident: { id: string }, args: PageArguments, { loaders }) => {
      const values = pageValues(args, BENEFITS);
      const rows = await loaders.benefitsByResidentId.load({ key: resident.id, values });
      return toConnection(rows, values, BENEFITS, (row) => [row.periodStartsOn, row.id]);
    },
  },
};
