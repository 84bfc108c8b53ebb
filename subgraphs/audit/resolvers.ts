import type { Resolvers } from "../shared/define-subgraph.ts";
import type { PageArguments } from "../shared/page.ts";
import { isEmergency } from "../shared/purpose.ts";
import type { Loaders } from "./loaders.ts";
import type { RecordFilter } from "./loaders-filter.ts";
import type { LookRow } from "./loaders-looks.ts";
import type { JudgeDutyInput } from "./writes-duties.ts";
import type { AnswerObjectionInput, ObjectToLookInput } from "./writes-objections.ts";
import type { WithholdLooksInput } from "./writes-withholdings.ts";

type RecordsArguments = PageArguments & { kind?: string | null; filter?: RecordFilter | null };
type LooksArguments = PageArguments & { onlyOthers?: boolean | null };
type ObjectionsArguments = PageArguments & { isAnswered?: boolean | null };

/** Field to loader. */
export const resolvers: Resolvers<Loaders> = {
  Query: {
    accessRecords: (_parent, args: RecordsArguments, { loaders }) =>
      loaders.recordPage(args.kind ?? null, args.filter ?? {}, args),
    seals: (_parent, args: PageArguments, { loaders }) => loaders.sealPage(args),
    withholdings: (_parent, args: PageArguments, { loaders }) => loaders.withholdingPage(args),
    objections: (_parent, args: ObjectionsArguments, { loaders }) =>
      loaders.objectionPage(args.isAnswered ?? null, args),
    unjudgedDuties: (_parent, args: PageArguments, { loaders }) => loaders.unjudgedDutyPage(args),
  },
  Mutation: {
    withholdLooks: (_parent, args: { input: WithholdLooksInput }, { loaders }) => loaders.withhold(args.input),
    confirmWithholding: (_parent, args: { input: { id: string } }, { loaders }) =>
      loaders.takeStep(args.input.id, "CONFIRMED"),
    endWithholding: (_parent, args: { input: { id: string } }, { loaders }) => loaders.takeStep(args.input.id, "ENDED"),
    objectToLook: (_parent, args: { input: ObjectToLookInput }, { loaders }) => loaders.object(args.input),
    answerObjection: (_parent, args: { input: AnswerObjectionInput }, { loaders }) => loaders.answer(args.input),
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
    accessRecords: (resident: { id: string }, args: LooksArguments, { loaders }) =>
      loaders.looksByResidentId(resident.id, args.onlyOthers === true, args),
  },
  Look: {
    number: (look: LookRow) => look.position,
    objection: (look: LookRow, _args, { loaders }) => loaders.ownObjectionByLookId.load(look.id),
    isEmergency: (look: LookRow) => isEmergency(look.purpose),
    isMasked: (look: LookRow) => look.maskedFields.length > 0,
  },
};
