import { contributionOf, pensionRecordOf } from "../departments/social-security.ts";
import type { Person, World } from "../people/person.ts";

/** What the registers tell of a household's monthly income. */
export interface HouseholdIncome {
  /** At least so much. */
  readonly knownFen: number;
  /** Members of whose income no register tells. */
  readonly unknown: readonly Person[];
}

export function incomeOf(members: readonly Person[], world: World): HouseholdIncome {
  const incomes = members.map((member) => ({ member, fen: registeredIncomeFen(member, world) }));
  return {
    knownFen: incomes.reduce((sum, { fen }) => sum + (fen ?? 0), 0),
    unknown: incomes.flatMap(({ member, fen }) => (fen === null ? [member] : [])),
  };
}

/** Pensions, and wages as they are insured; null where no register knows, which is not nothing. */
function registeredIncomeFen(person: Person, world: World): number | null {
  switch (person.livelihood) {
    case "CHILD":
    case "STUDENT":
      return 0;
    case "EMPLOYEE":
      return contributionOf(person, world)?.baseFen ?? null;
    case "RETIRED_EMPLOYEE":
    case "RETIRED_RURAL_URBAN":
      return pensionRecordOf(person, world)?.monthlyFen ?? null;
    default:
      return null;
  }
}
