import type { Resolvers } from "../shared/define-subgraph.ts";
import type { PageArguments } from "../shared/page.ts";
import { isEmergency } from "../shared/purpose.ts";
import type { Loaders } from "./loaders.ts";
import type { RecordFilter } from "./loaders-filter.ts";
import type { LookRow } from "./loaders-looks.ts";
import type { RecordDutyJudgementInput } from "./writes-duties.ts";
import type { RaiseObjectionInput, SettleObjectionInput } from "./writes-objections.ts";
import type { OrderWithholdingInput, WithholdingStepInput } from "./writes-withholdings.ts";

type RecordsArguments = PageArguments & { kind?: string | null; filter?: RecordFilter | null };
type LooksArguments = PageArguments & { onlyOthers?: boolean | null };
type Input<Value = WithholdingStepInput> = { input: Value };
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
    orderWithholding: async (_parent, { input }: Input<OrderWithholdingInput>, { loaders }) => ({
      withholding: await loaders.writes.orderWithholding(input),
    }),
    approveWithholding: async (_parent, { input }: Input, { loaders }) => ({
      withholding: await loaders.writes.takeWithholdingStep(input, "CONFIRMED"),
    }),
    closeWithholding: async (_parent, { input }: Input, { loaders }) => ({
      withholding: await loaders.writes.takeWithholdingStep(input, "ENDED"),
    }),
    raiseObjection: async (_parent, { input }: Input<RaiseObjectionInput>, { loaders }) => ({
      objection: await loaders.writes.raiseObjection(input),
    }),
    settleObjection: async (_parent, { input }: Input<SettleObjectionInput>, { loaders }) => ({
      objection: await loaders.writes.settleObjection(input),
    }),
    recordDutyJudgement: async (_parent, { input }: Input<RecordDutyJudgementInput>, { loaders }) => ({
      judgement: await loaders.writes.recordDutyJudgement(input),
    }),
    // Deprecated: they give the object itself, and throw.
    withholdLooks: (_parent, { input }: Input<OrderWithholdingInput>, { loaders }) =>
      loaders.writes.orderWithholding(input),
    confirmWithholding: (_parent, { input }: Input, { loaders }) =>
      loaders.writes.takeWithholdingStep(input, "CONFIRMED"),
    endWithholding: (_parent, { input }: Input, { loaders }) => loaders.writes.takeWithholdingStep(input, "ENDED"),
    objectToLook: (_parent, { input }: Input<RaiseObjectionInput>, { loaders }) => loaders.writes.raiseObjection(input),
    answerObjection: (_parent, { input }: Input<SettleObjectionInput>, { loaders }) =>
      loaders.writes.settleObjection(input),
    judgeDuty: (_parent, { input }: Input<RecordDutyJudgementInput>, { loaders }) =>
      loaders.writes.recordDutyJudgement(input),
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
