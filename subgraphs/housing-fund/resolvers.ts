import type { Resolvers } from "../shared/define-subgraph.ts";
import { type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import { datedConnection } from "../shared/source/dated.ts";
import type { AccountRow, DepositRow, Loaders } from "./loaders.ts";

const DEPOSITS: ListOrder = { list: "housing-fund-deposits", sort: "day" };

// A file is of the day in whose first hours it is made: at noon of the next day the next one is overdue.
const DUE_WITHIN_MS = 36 * 3_600_000;

/** Field to loader. */
export const resolvers: Resolvers<Loaders> = {
  Resident: {
    __resolveReference: (reference: { id: string }) => ({ id: reference.id }),
    housingFund: (resident: { id: string }, _args, { loaders }) => loaders.accountByResidentId.load(resident.id),
  },
  HousingFund: {
    isStale,
    deposits: async (account: AccountRow, args: PageArguments, { loaders }) => {
      const values = pageValues(args, DEPOSITS);
      const rows = await loaders.depositsByResidentId.load({ key: account.residentId, values });
      const page = toConnection(rows, values, DEPOSITS, (row: DepositRow) => [row.monthOn, row.id]);
      return datedConnection(page, { asOf: account.asOf, isStale: isStale(account) });
    },
  },
};

function isStale({ asOf }: AccountRow): boolean {
  return Date.now() - Date.parse(asOf) > DUE_WITHIN_MS;
}
