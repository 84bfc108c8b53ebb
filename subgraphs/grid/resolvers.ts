import type { Resolvers } from "../shared/define-subgraph.ts";
import { type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import type { Loaders, VisitRow } from "./loaders.ts";
import type { FollowUpRow, FollowUpState } from "./loaders-follow-ups.ts";
import type { CompleteFollowUpInput } from "./writes-follow-ups.ts";
import type { RecordVisitInput } from "./writes-visits.ts";

const VISITS: ListOrder = { list: "visits", sort: "day" };

/** Field to loader. */
export const resolvers: Resolvers<Loaders> = {
  Query: {
    followUps: (_parent, args: PageArguments & { state: FollowUpState }, { loaders }) =>
      loaders.followUpPage(args.state, args),
  },
  Mutation: {
    recordVisit: async (_parent, args: { input: RecordVisitInput }, { loaders }) => {
      const key = await loaders.writes.recordVisit(args.input);
      return { visit: loaders.visitByKey.load(key) };
    },
    completeFollowUp: async (_parent, args: { input: CompleteFollowUpInput }, { loaders }) => {
      const key = await loaders.writes.completeFollowUp(args.input);
      return { followUp: loaders.followUpByKey.load(key) };
    },
  },
  Resident: {
    __resolveReference: (reference: { id: string }) => ({ id: reference.id }),
    visits: async (resident: { id: string }, args: PageArguments, { loaders }) => {
      const values = pageValues(args, VISITS);
      const rows = await loaders.visitsByResidentId.load({ key: resident.id, values });
      return toConnection(rows, values, VISITS, (row) => [row.visitedOn, row.visitId]);
    },
  },
  Visit: {
    findings: (visit: VisitRow, _args, { loaders }) => loaders.findingsByVisit.load(visit.id),
    followUps: (visit: VisitRow, _args, { loaders }) => loaders.followUpsByVisit.load(visit.id),
  },
  FollowUp: {
    resident: (followUp: FollowUpRow) => ({ id: followUp.residentId }),
  },
};
