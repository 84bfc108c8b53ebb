import type { Resolvers } from "../shared/define-subgraph.ts";
import { type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import type { EnrolmentRow, Loaders } from "./loaders.ts";

const CLAIMS: ListOrder = { list: "claims", sort: "day" };

/** Field to loader. */
export const resolvers: Resolvers<Loaders> = {
  Resident: {
    __resolveReference: (reference: { id: string }) => ({ id: reference.id }),
    medicalInsurance: (resident: { id: string }, _args, { loaders }) => loaders.enrolmentByResidentId.load(resident.id),
  },
  MedicalInsurance: {
    claims: async (enrolment: EnrolmentRow, args: PageArguments, { loaders }) => {
      const values = pageValues(args, CLAIMS);
      const rows = await loaders.claimsByResidentId.load({ key: enrolment.residentId, values });
      return toConnection(rows, values, CLAIMS, (row) => [row.settledOn, row.id]);
    },
  },
};
