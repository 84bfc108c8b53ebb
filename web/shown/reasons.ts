import type {
  DutyJudgementErrorCode,
  EmergencyAccessErrorCode,
  GridErrorCode,
  ObjectionErrorCode,
  RegisterErrorCode,
  WithholdingErrorCode,
} from "../generated/graphql.ts";

/** The reasons for which departments do not make a change, by the names of their enums. */
export interface Reasons {
  readonly DutyJudgementErrorCode: DutyJudgementErrorCode;
  readonly EmergencyAccessErrorCode: EmergencyAccessErrorCode;
  readonly GridErrorCode: GridErrorCode;
  readonly ObjectionErrorCode: ObjectionErrorCode;
  readonly RegisterErrorCode: RegisterErrorCode;
  readonly WithholdingErrorCode: WithholdingErrorCode;
}

/** Where the words for a reason stand. */
export type ReasonText = { [Kind in keyof Reasons]: `enums:${Kind}.${Reasons[Kind]}` }[keyof Reasons];

export function reasonText<Kind extends keyof Reasons>(kind: Kind, code: Reasons[Kind]): ReasonText {
  return `enums:${kind}.${code}` as ReasonText;
}
