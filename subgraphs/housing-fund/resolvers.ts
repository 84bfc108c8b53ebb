import type { Resolvers } from "../shared/define-subgraph.ts";
import { HubError } from "../shared/errors.ts";
import { type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import { datedConnection } from "../shared/source/dated.ts";
import { unreadableFields } from "../shared/source/refused-records.ts";
import type { AccountRow, DepositRow, Loaders } from "./loaders.ts";

const DEPOSITS: ListOrder = { list: "housing-fund-deposits", sort: "day" };

// A file is of the day in whose first hours it is made: at noon of the next day the next one is overdue.
const DUE_WITHIN_MS = 36 * 3_600_000;

/** Field to loader. */
export const resolvers: Resolvers<Loaders> = {
  Resident: {
    __resolveReference: (reference: { id: string }) => ({ id: reference.id }),
    housingFund: async (resident: { id: string }, _args, { loaders }) => {
      const account = await loaders.accountByResidentId.load(resident.id);
      if (account !== null || (await loaders.unreadableById.load(resident.id)) === null) return account;
      // Null would say that there is none, and a record that could not be read is not none.
      throw new HubError("SUBGRAPH_UNAVAILABLE");
    },
  },
  HousingFund: {
    ...unreadableFields(({ residentId }: AccountRow) => residentId),
    isStale: (account: AccountRow, _args, { loaders }) => isStale(account, loaders),
    deposits: async (account: AccountRow, args: PageArguments, { loaders }) => {
      const values = pageValues(args, DEPOSITS);
      const rows = await loaders.depositsByResidentId.load({ key: account.residentId, values });
      const page = toConnection(rows, values, DEPOSITS, (row: DepositRow) => [row.monthOn, row.id]);
      return datedConnection(page, { asOf: account.asOf, isStale: await isStale(account, loaders) });
    },
  },
};

/** No newer file has come though one was due, or the newer one held the account in a form that could not be read. */
async function isStale({ residentId, asOf }: AccountRow, { unreadableById }: Loaders): Promise<boolean> {
  if (Date.now() - Date.parse(asOf) > DUE_WITHIN_MS) return true;
  const unreadable = await unreadableById.load(residentId);
  return unreadable !== null && Date.parse(asOf) < Date.parse(unreadable.at);
}
