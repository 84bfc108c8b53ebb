import type { FindingKind, FollowUpKind, RecordVisitInput, Severity, VisitKind } from "../generated/graphql.ts";
import { daysAfter, today } from "../shown/today.ts";

export interface FindingDraft {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly note: string;
}

export interface FollowUpDraft {
  readonly kind: FollowUpKind;
  readonly dueOn: string;
  readonly note: string;
}

/** A visit as it is being written down. */
export interface VisitDraft {
  readonly visitedOn: string;
  readonly kind: VisitKind;
  readonly isMet: boolean;
  readonly note: string;
  readonly findings: readonly FindingDraft[];
  readonly followUps: readonly FollowUpDraft[];
}

/** The hub takes as many of each. */
export const MOST_ROWS = 10;
export const EARLIEST_DAYS = 31;
const USUAL_DAYS_TO_DO = 7;

export function emptyVisit(): VisitDraft {
  return { visitedOn: today(), kind: "ROUTINE", isMet: true, note: "", findings: [], followUps: [] };
}

export function emptyFinding(): FindingDraft {
  return { kind: "HEALTH", severity: "NOTED", note: "" };
}

export function emptyFollowUp({ visitedOn }: VisitDraft): FollowUpDraft {
  return { kind: "VISIT_AGAIN", dueOn: daysAfter(visitedOn, USUAL_DAYS_TO_DO), note: "" };
}

/** The visit as the hub takes it. */
export function inputOf(draft: VisitDraft, residentId: string, key: string): RecordVisitInput {
  const noteOf = ({ note }: { note: string }) => note.trim() || null;
  return {
    key,
    residentId,
    visitedOn: draft.visitedOn,
    kind: draft.kind,
    isMet: draft.isMet,
    note: noteOf(draft),
    findings: draft.findings.map((one) => ({ ...one, note: noteOf(one) })),
    followUps: draft.followUps.map((one) => ({ ...one, note: noteOf(one) })),
  };
}
