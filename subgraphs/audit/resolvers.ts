import type { Resolvers } from "../shared/define-subgraph.ts";
import type { PageArguments } from "../shared/page.ts";
import { isEmergency } from "../shared/purpose.ts";
import type { Loaders } from "./loaders.ts";
import type { LookRow } from "./loaders-looks.ts";
import type { JudgeDutyInput } from "./writes-duties.ts";
import type { WithholdLooksInput } from "./writes-withholdings.ts";

type RecordsArguments = PageArguments & { kind?: string | null };

/** Field to loader. */
export const resolvers: Resolvers<Loaders> = {
  Query: {
    accessRecords: (_parent, args: RecordsArguments, { loaders }) => loaders.recordPage(args.kind ?? null, args),
    seals: (_parent, args: PageArguments, { loaders }) => loaders.sealPage(args),
    unjudgedDuties: (_parent, args: PageArguments, { loaders }) => loaders.unjudgedDutyPage(args),
  },
  Mutation: {
    withholdLooks: (_parent, args: { input: WithholdLooksInput }, { loaders }) => loaders.withhold(args.input),
    judgeDuty: (_parent, args: { input: JudgeDutyInput }, { loaders }) => loaders.judge(args.input),
  },
  Subscription: {
    accessRecordAdded: {
      subscribe: (_parent, _args, { loaders, signal }) => loaders.addedRecords(signal),
    },
  },
  AccessRecord: {
    number: (record: { position: string }) => record.position,
  },
  Resident: {
    __resolveReference: (reference: { id: string }) => ({ id: reference.id }),
    accessRecords: (resident: { id: string }, args: PageArguments, { loaders }) =>
      loaders.looksByResidentId(resident.id, args),
  },
  Look: {
    number: (look: LookRow) => look.position,
    isEmergency: (look: LookRow) => isEmergency(look.purpose),
    isMasked: (look: LookRow) => look.maskedFields.length > 0,
  },
};
