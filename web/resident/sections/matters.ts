import { dayAt } from "../../shown/amounts-and-days.ts";
import type { ResidentPart } from "./section.ts";

/** Something a clerk has to see before anything else. */
export interface Matter {
  readonly what:
    | "overdueCases"
    | "openCases"
    | "owedPremiums"
    | "owedBills"
    | "cutOff"
    | "overdueFollowUps"
    | "suspendedInsurance"
    | "expiredLicences";
  readonly section: "cases" | "premiums" | "utilities" | "visits" | "socialSecurity" | "medicalInsurance" | "licences";
  readonly count: number;
  readonly isBad: boolean;
}

type CasePart = ReturnType<typeof casesOf>[number];

const OPEN = ["DRAFT", "RECEIVED", "CORRECTION_REQUESTED", "ACCEPTED", "IN_REVIEW", "IN_PUBLICITY", "SUSPENDED"];

export function isOpenCase({ object: { status } }: CasePart): boolean {
  return status != null && OPEN.includes(status);
}

/** Past its day and still open. While a special procedure is under way, no time runs. */
export function isOverdueCase(one: CasePart, now: number): boolean {
  const { dueOn, status } = one.object;
  return isOpenCase(one) && status !== "SUSPENDED" && dueOn != null && dueOn < dayAt(now);
}

export function isExpired(expiresOn: string | null | undefined, now: number): boolean {
  return expiresOn != null && expiresOn < dayAt(now);
}

/** What there is of them in the answer, the weightiest first. */
export function mattersOf(resident: ResidentPart, now: number): Matter[] {
  const cases = casesOf(resident);
  const overdue = cases.filter((one) => isOverdueCase(one, now)).length;
  const accounts = resident.parts("utilityAccounts", "UtilityAccount");
  const bills = accounts.flatMap((account) => account.nodes("bills", "UtilityBill"));
  const followUps = resident.nodes("visits", "Visit").flatMap((visit) => visit.parts("followUps", "FollowUp"));
  const participations = resident.part("socialSecurity", "SocialSecurity")?.parts("participations", "Participation");
  const enrolment = resident.object.medicalInsurance?.status === "SUSPENDED" ? 1 : 0;
  const all: Matter[] = [
    { what: "overdueCases", section: "cases", count: overdue, isBad: true },
    { what: "openCases", section: "cases", count: cases.filter(isOpenCase).length, isBad: false },
    { what: "overdueFollowUps", section: "visits", count: count(followUps, ({ isOverdue }) => isOverdue), isBad: true },
    { what: "owedPremiums", section: "premiums", count: owed(resident.nodes("premiums", "Premium")), isBad: true },
    { what: "cutOff", section: "utilities", count: count(accounts, ({ status }) => status === "CUT_OFF"), isBad: true },
    { what: "owedBills", section: "utilities", count: owed(bills), isBad: true },
    {
      what: "suspendedInsurance",
      section: "socialSecurity",
      count: count(participations ?? [], ({ status }) => status === "SUSPENDED"),
      isBad: false,
    },
    { what: "suspendedInsurance", section: "medicalInsurance", count: enrolment, isBad: false },
    {
      what: "expiredLicences",
      section: "licences",
      count: count(resident.nodes("licences", "Licence"), ({ expiresOn }) => isExpired(expiresOn, now)),
      isBad: false,
    },
  ];
  return all.filter((one) => one.count > 0);
}

function casesOf(resident: ResidentPart) {
  return resident.nodes("cases", "Case");
}

function owed(parts: readonly { readonly object: { readonly status?: string | null } }[]): number {
  return count(parts, ({ status }) => status === "OWED");
}

function count<T>(parts: readonly { readonly object: T }[], isOne: (object: T) => boolean | null | undefined): number {
  return parts.filter(({ object }) => isOne(object) === true).length;
}
