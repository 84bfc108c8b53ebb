import type { Day } from "../draw/calendar.ts";
import type { Village } from "../places/places.ts";

/** GB/T 2261.1: 1 male, 2 female. */
export type Sex = 1 | 2;

/** How a person makes a living; it decides which insurances the person can have. */
export type Livelihood =
  | "CHILD"
  | "STUDENT"
  | "EMPLOYEE"
  | "FLEXIBLE"
  | "RURAL_URBAN"
  | "UNEMPLOYED"
  | "RETIRED_EMPLOYEE"
  | "RETIRED_RURAL_URBAN"
  | "FORMERLY_INSURED"
  | "UNINSURED";

/** The long-term assistance a household may get. */
export type Need = "NONE" | "MINIMUM_LIVING" | "EXTREME_POVERTY" | "MINIMUM_LIVING_MARGIN";

/** What every department must agree on about one person. */
export interface Person {
  /** From 0; everything else about the person follows from it and the seed. */
  index: number;
  residentId: number;
  /** Null for those who are not part of a registered household. */
  householdId: number | null;
  /** The index of the household's head, or the person's own. */
  headIndex: number;
  householdSize: number;
  need: Need;
  village: Village;
  name: string;
  sex: Sex;
  birth: Day;
  age: number;
  idNumber: string;
  phone: string | null;
  address: string;
  livelihood: Livelihood;
  /** The day of the first contribution; null for those who never paid one. */
  firstPaidOn: Day | null;
  /** From when a pension is paid; null when none is. */
  pensionStartsOn: Day | null;
  /** The person pays on their own account and has stopped for a while. */
  isPaused: boolean;
  story: Story | null;
}

/** Facts that are told about a named demo resident, in place of what would be drawn. */
export interface Story {
  assistance?: AssistanceFacts;
  awards?: readonly { daysAgo: number; reason: AwardReason; amountFen: number }[];
  support?: SupportFacts | null;
  visits?: readonly VisitFacts[];
  claims?: readonly { daysAgo: number; diagnosis: string; totalFen: number; reimbursedFen: number }[];
  /** Cases handed in at the counter that are still open. */
  cases?: readonly { item: string; daysAgo: number }[];
}

export interface AssistanceFacts {
  status: "APPLIED" | "GRANTED" | "SUSPENDED" | "ENDED";
  category: Exclude<Need, "NONE"> | null;
  monthlyFen: number | null;
}

export interface SupportFacts {
  status: "APPLIED" | "GRANTED" | "ENDED";
  kind: "ONLY_CHILD_PARENT" | "RURAL_REWARD" | "LOSS_OF_CHILD" | "DISABLED_CHILD";
  startsOn: Day | null;
  endsOn: Day | null;
}

export interface VisitFacts {
  daysAgo: number;
  visitor: "GRID_WORKER" | "VILLAGE_WORKER";
  kind: "ROUTINE" | "CARE" | "REFERRED" | "RETURN";
  outcome: "NOTHING_FOUND" | "FINDINGS" | "NOT_MET";
  note: string | null;
  findings: readonly FindingFacts[];
  followUps: readonly FollowUpFacts[];
}

export interface FindingFacts {
  kind: "HEALTH" | "CARE" | "LIVELIHOOD" | "HOUSING" | "ENTITLEMENT" | "OTHER";
  severity: "NOTED" | "SERIOUS" | "URGENT";
  note: string | null;
}

export interface FollowUpFacts {
  kind: "VISIT_AGAIN" | "ASSISTANCE_RECHECK" | "HEALTH_REFERRAL" | "REPAIR" | "HELP_TO_APPLY" | "OTHER";
  /** Days after the visit. */
  dueAfter: number;
  /** Days after the visit; null while it is open. */
  doneAfter: number | null;
  note: string | null;
  result: string | null;
}

export type AwardReason = "ILLNESS" | "ACCIDENT" | "EDUCATION" | "RIGID_SPENDING" | "OTHER";

/** What decides the data: the same world gives the same bytes. */
export interface World {
  seed: number;
  today: Day;
  /** Left out, it is the demo. */
  extent?: Extent;
  /** Among how many people a province's cases are spread; nothing else depends on it. */
  residents?: number;
}

/** Four townships, or the whole province with as many centres, accounts and cases as were reported. */
export type Extent = "DEMO" | "PROVINCE";

const FIRST_RESIDENT_ID = 1_000_000_001;

/** Opaque: it follows from the order of loading, never from the identity number. */
export function residentIdOf(index: number): number {
  return FIRST_RESIDENT_ID + index;
}
