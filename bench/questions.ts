import type { Answer } from "./ask.ts";
import type { Resident } from "./callers/residents.ts";

type Person = Readonly<Record<string, unknown>>;

/** What contestants are asked, over and over. */
export interface Question {
  readonly document: string;
  /** For the reader of the results. */
  readonly what: string;
  /** The variables of the looks that these residents give rise to. */
  variablesOf(residents: readonly Resident[]): readonly { readonly of: Resident; readonly variables: object }[];
  /** The people in an answer. */
  peopleIn(data: Answer["data"]): readonly Person[];
  /** Fields of a person that somebody has to have, or the question measures nothing. */
  readonly parts: readonly string[];
}

/** What the counter asks all day: one resident, four departments, one answer. */
const flagship: Question = {
  document: `query ($id: ID!) {
  resident(id: $id) {
    id name idNumber
    socialSecurity { status participations { insurance status paidMonths } }
    medicalInsurance { scheme status claims(first: 5) { edges { node { settledOn hospital } } } }
    assistance { status category }
    oldAgeAllowance { bandAge }
    area { name }
  }
}`,
  what: "one resident with social security, medical insurance, assistance, old-age allowance and area",
  variablesOf: (residents) => residents.map((of) => ({ of, variables: { id: of.id } })),
  peopleIn: (data) => [data?.["resident"]].filter(isPerson),
  parts: ["socialSecurity", "medicalInsurance", "assistance", "oldAgeAllowance", "area"],
};

/** A page of a clerk's own township. */
const list: Question = {
  document: `query ($areaCode: String!) {
  residents(filter: { areaCode: $areaCode }, first: 20) {
    edges { node { id name socialSecurity { status } medicalInsurance { status } assistance { status category } } }
  }
}`,
  what: "a list of 20 residents of one township with social security, medical insurance and assistance",
  variablesOf(residents) {
    const townships = new Map(residents.map((of) => [townshipOf(of), of]));
    return [...townships].map(([areaCode, of]) => ({ of, variables: { areaCode } }));
  },
  peopleIn(data) {
    const edges = (data?.["residents"] as { edges?: readonly { node: unknown }[] } | null)?.edges ?? [];
    return edges.map(({ node }) => node).filter(isPerson);
  },
  parts: ["socialSecurity", "medicalInsurance", "assistance"],
};

export const questions: Readonly<Record<"flagship" | "list", Question>> = { flagship, list };
export type QuestionName = keyof typeof questions;

const TOWNSHIP_DIGITS = 9;

/** The code of the township a resident lives in. */
export function townshipOf({ areaCode }: Resident): string {
  return areaCode.slice(0, TOWNSHIP_DIGITS);
}

function isPerson(value: unknown): value is Person {
  return typeof value === "object" && value !== null;
}
