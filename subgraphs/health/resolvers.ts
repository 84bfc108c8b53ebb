import type { Resolvers } from "../shared/define-subgraph.ts";
import type { Loaders, SupportRow } from "./loaders.ts";

/** Field to loader. */
export const resolvers: Resolvers<Loaders> = {
  Resident: {
    __resolveReference: (reference: { id: string }) => ({ id: reference.id }),
    birthRegistration: (resident: { id: string }, _args, { loaders }) =>
      loaders.registrationByResidentId.load(resident.id),
    familyPlanningSupport: (resident: { id: string }, _args, { loaders }) =>
      loaders.supportByResidentId.load(resident.id),
  },
  FamilyPlanningSupport: {
    monthlyAmountFen: (support: SupportRow) => support.monthlyFen,
  },
};
