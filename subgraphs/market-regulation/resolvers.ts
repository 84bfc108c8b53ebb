import type { Resolvers } from "../shared/define-subgraph.ts";
import { type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import { datedConnection } from "../shared/source/dated.ts";
import { unreadableFields } from "../shared/source/refused-records.ts";
import type { LicenceRow, Loaders } from "./loaders.ts";

const LICENCES: ListOrder = { list: "licences", sort: "day" };

/** Field to loader. */
export const resolvers: Resolvers<Loaders> = {
  Resident: {
    __resolveReference: (reference: { id: string }) => ({ id: reference.id }),
    licences: async (resident: { id: string }, args: PageArguments, { loaders }) => {
      const values = pageValues(args, LICENCES);
      const operator = await loaders.operatorByResidentId.load(resident.id);
      if (operator === null) return null;
      const rows = await loaders.licencesByResidentId.load({ key: operator.id, values });
      const page = toConnection(rows, values, LICENCES, (row: LicenceRow) => [row.issuedOn, row.id]);
      return { ...datedConnection(page, operator), id: operator.id };
    },
  },
  Licence: {
    business: ({ businessName, creditCode }: LicenceRow) => ({ name: businessName, creditCode }),
  },
  LicenceConnection: unreadableFields(({ id }: { id: string }) => id),
};
