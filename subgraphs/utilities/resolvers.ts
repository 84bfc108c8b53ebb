import type { Resolvers } from "../shared/define-subgraph.ts";
import { HubError } from "../shared/errors.ts";
import { type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import { datedConnection } from "../shared/source/dated.ts";
import { unreadableFields } from "../shared/source/refused-records.ts";
import type { BillRow, DatedAccount, Loaders, ReductionRow } from "./loaders.ts";

const BILLS: ListOrder = { list: "utility-bills", sort: "day" };
const REDUCTIONS: ListOrder = { list: "utility-reductions", sort: "day" };

/** Field to loader. */
export const resolvers: Resolvers<Loaders> = {
  Resident: {
    __resolveReference: (reference: { id: string }) => ({ id: reference.id }),
    utilityAccounts: (resident: { id: string }, _args, { loaders }) => loaders.accountsByResidentId.load(resident.id),
  },
  UtilityAccount: {
    ...unreadableFields(({ id }: DatedAccount) => id),
    company: (account: DatedAccount) => told(account).company,
    status: (account: DatedAccount) => told(account).status,
    bills: async (account: DatedAccount, args: PageArguments, { loaders }) => {
      const values = pageValues(args, BILLS);
      const rows = await loaders.billsByAccountId.load({ key: told(account).id, values });
      return datedConnection(
        toConnection(rows, values, BILLS, (row: BillRow) => [row.monthOn, row.id]),
        told(account),
      );
    },
    reductions: async (account: DatedAccount, args: PageArguments, { loaders }) => {
      const values = pageValues(args, REDUCTIONS);
      const rows = await loaders.reductionsByAccountId.load({ key: told(account).id, values });
      const page = toConnection(rows, values, REDUCTIONS, (row: ReductionRow) => [row.monthOn, row.id]);
      return datedConnection(page, told(account));
    },
  },
};

/** Nothing is known of such an account yet; null or an empty list would say that there is nothing. */
function told<Account extends DatedAccount>(account: Account): Account & { asOf: string } {
  const { asOf } = account;
  if (asOf === null) throw new HubError("SUBGRAPH_UNAVAILABLE");
  return { ...account, asOf };
}
