import type { InsuranceKind, PremiumKind } from "../../generated/graphql.ts";

// As the law lists them, and everybody says them: 养老、医疗、失业、工伤、生育.
const ORDER: readonly (InsuranceKind & PremiumKind)[] = [
  "PENSION",
  "MEDICAL",
  "UNEMPLOYMENT",
  "WORK_INJURY",
  "MATERNITY",
];

/** For sorting by insurance; what is not known comes last. */
export function insuranceRank(kind: InsuranceKind | PremiumKind | null | undefined): number {
  const at = ORDER.findIndex((one) => one === kind);
  return at < 0 ? ORDER.length : at;
}
