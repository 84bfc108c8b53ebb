import type { Resolvers } from "../shared/define-subgraph.ts";
import type { InsuredPersonRow, Loaders } from "./loaders.ts";

/** Field to loader. */
export const resolvers: Resolvers<Loaders> = {
  Resident: {
    __resolveReference: (reference: { id: string }) => ({ id: reference.id }),
    socialSecurity: (resident: { id: string }, _args, { loaders }) =>
      loaders.insuredPersonByResidentId.load(resident.id),
  },
  SocialSecurity: {
    participations: (person: InsuredPersonRow, _args, { loaders }) =>
      loaders.participationsByResidentId.load(person.residentId),
    pension: (person: InsuredPersonRow) =>
      person.pensionStartsOn === null
        ? null
        : { startsOn: person.pensionStartsOn, monthlyAmountFen: person.pensionMonthlyFen },
  },
};
