import type { LoaderContext } from "../shared/loader.ts";
import { type CompleteFollowUpInput, completeFollowUp } from "./writes-follow-ups.ts";
import { recordVisit, type RecordVisitInput } from "./writes-visits.ts";

/** The changes of the Grid department: one transaction each, made once under its key. */
export function createWrites(context: LoaderContext) {
  return {
    recordVisit: (input: RecordVisitInput) => recordVisit(context, input),
    completeFollowUp: (input: CompleteFollowUpInput) => completeFollowUp(context, input),
  };
}
