import type { Resolvers } from "../shared/define-subgraph.ts";
import { type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import type { Loaders, RecipientRow } from "./loaders.ts";

const AWARDS: ListOrder = { list: "awards", sort: "day" };

/** Field to loader. */
export const resolvers: Resolvers<Loaders> = {
  Resident: {
    __resolveReference: (reference: { id: string }) => ({ id: reference.id }),
    assistance: async (resident: { id: string }, _args, { loaders }) => {
      const recipient = await loaders.recipientByResidentId.load(resident.id);
      return recipient?.assistanceStatus == null ? null : recipient;
    },
    oldAgeAllowance: async (resident: { id: string }, _args, { loaders }) => {
      const recipient = await loaders.recipientByResidentId.load(resident.id);
      return recipient?.allowanceBandAge == null ? null : recipient;
    },
  },
  Assistance: {
    status: (recipient: RecipientRow) => recipient.assistanceStatus,
    category: (recipient: RecipientRow) => recipient.assistanceCategory,
    monthlyAmountFen: (recipient: RecipientRow) => recipient.assistanceMonthlyFen,
    awards: async (recipient: RecipientRow, args: PageArguments, { loaders }) => {
      const values = pageValues(args, AWARDS);
      const rows = await loaders.awardsByResidentId.load({ key: recipient.residentId, values });
      return toConnection(rows, values, AWARDS, (row) => [row.awardedOn, row.id]);
    },
  },
  OldAgeAllowance: {
    bandAge: (recipient: RecipientRow) => recipient.allowanceBandAge,
    startsOn: (recipient: RecipientRow) => recipient.allowanceStartsOn,
    endsOn: (recipient: RecipientRow) => recipient.allowanceEndsOn,
    monthlyAmountFen: (recipient: RecipientRow) => recipient.allowanceMonthlyFen,
  },
};
