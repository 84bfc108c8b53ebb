import type { Random } from "./random.ts";

export type Value = string | number | boolean | null | string[];
export type Row = Record<string, Value>;

/** A column, and the coordinates any one of which tells something of its value. */
export interface Column {
  readonly shownBy: readonly string[];
  /** Another value it might have. */
  readonly other: (random: Random) => Value;
  /** Where some viewers see it masked: the field of the person that holds the mask's outcome. */
  readonly maskedAs?: "name" | "idNumber" | "phone" | "address";
}

/** A table of the world: who sees its rows, and what of them. */
export interface Table {
  readonly name: string;
  readonly key: readonly string[];
  /** Coordinates that tell whether a row is there; how rows are sorted belongs to it. */
  readonly rowShownBy: readonly string[];
  /** True where residents see their own rows. */
  readonly hasOwn: boolean;
  readonly columns: Readonly<Record<string, Column>>;
}

const day = (random: Random) => `20${random.from(10, 24)}-0${random.from(1, 9)}-1${random.from(0, 9)}`;
const instant = (random: Random) => `${day(random)}T08:00:00.000Z`;
const fen = (random: Random) => random.from(1, 9_999_999);
const text = (random: Random) => `秘密${random.from(0, 999_999)}`;
const one = (...values: readonly Value[]) => ((random: Random) => random.of(values)) satisfies Column["other"];

const shown = (other: Column["other"], ...shownBy: string[]): Column => ({ shownBy, other });
const masked = (maskedAs: NonNullable<Column["maskedAs"]>, other: Column["other"]): Column => ({
  shownBy: [`Resident.${maskedAs}`],
  other,
  maskedAs,
});
const digits = (count: number) => (random: Random) =>
  Array.from({ length: count }, () => String(random.from(0, 9))).join("");

/** Everything but divisions, which are public. Areas, and what sorts a list, stay as they are where the row is seen. */
export const tables: readonly Table[] = [
  {
    name: "population.residents",
    key: ["resident_id"],
    rowShownBy: ["Resident.id", "Query.resident", "ResidentEdge.cursor"],
    hasOwn: true,
    columns: {
      name: masked("name", text),
      id_number: masked("idNumber", digits(18)),
      phone: masked("phone", digits(11)),
      address: masked("address", text),
      sex_code: shown(one(1, 2), "Resident.sex"),
      birth_on: shown(day, "Resident.birthOn"),
    },
  },
  {
    name: "population.households",
    key: ["household_id"],
    rowShownBy: ["Resident.household", "Household.id"],
    hasOwn: false,
    columns: {},
  },
  {
    name: "social_security.insured_persons",
    key: ["resident_id"],
    rowShownBy: ["Resident.socialSecurity"],
    hasOwn: true,
    columns: {
      status: shown(one("ACTIVE", "SUSPENDED", "ENDED"), "SocialSecurity.status"),
      pension_starts_on: shown(day, "SocialSecurity.pension", "Pension.startsOn"),
      pension_monthly_fen: shown(fen, "Pension.monthlyAmountFen"),
    },
  },
  {
    name: "social_security.participations",
    key: ["resident_id", "insurance"],
    rowShownBy: ["SocialSecurity.participations", "Participation.insurance"],
    hasOwn: true,
    columns: {
      status: shown(one("ACTIVE", "SUSPENDED", "ENDED"), "Participation.status"),
      paid_months: shown(fen, "Participation.paidMonths"),
      contribution_base_fen: shown(fen, "Participation.contributionBaseFen"),
      insured_area_code: shown(one("3201", "3202", "3299"), "Participation.insuredArea"),
      employer: shown(one(null, "另一家公司", "某厂"), "Participation.employer"),
    },
  },
  {
    name: "medical_insurance.enrolments",
    key: ["resident_id"],
    rowShownBy: ["Resident.medicalInsurance"],
    hasOwn: true,
    columns: {
      scheme: shown(one("EMPLOYEE", "RESIDENT"), "MedicalInsurance.scheme"),
      status: shown(one("ACTIVE", "SUSPENDED", "ENDED"), "MedicalInsurance.status"),
      personal_account_balance_fen: shown(fen, "MedicalInsurance.personalAccountBalanceFen"),
    },
  },
  {
    name: "medical_insurance.claims",
    key: ["resident_id", "claim_id"],
    rowShownBy: ["MedicalInsurance.claims"],
    hasOwn: true,
    columns: {
      hospital: shown(text, "Claim.hospital"),
      diagnosis: shown(text, "Claim.diagnosis"),
      total_fen: shown(fen, "Claim.totalFen"),
      reimbursed_fen: shown(fen, "Claim.reimbursedFen"),
    },
  },
  {
    name: "civil_affairs.recipients",
    key: ["resident_id"],
    rowShownBy: ["Resident.assistance", "Resident.oldAgeAllowance"],
    hasOwn: true,
    columns: {
      assistance_monthly_fen: shown(fen, "Assistance.monthlyAmountFen"),
      allowance_monthly_fen: shown(fen, "OldAgeAllowance.monthlyAmountFen"),
    },
  },
  {
    name: "civil_affairs.awards",
    key: ["resident_id", "award_id"],
    rowShownBy: ["Assistance.awards"],
    hasOwn: true,
    columns: {
      reason: shown(one("ILLNESS", "ACCIDENT", "EDUCATION"), "Award.reason"),
      amount_fen: shown(fen, "Award.amountFen"),
    },
  },
  {
    name: "taxation.taxpayers",
    key: ["resident_id"],
    rowShownBy: ["Resident.premiums"],
    hasOwn: true,
    columns: {
      source_key: shown(text),
      as_of: shown(instant, "PremiumConnection.asOf", "Premium.asOf"),
    },
  },
  {
    name: "taxation.premiums",
    key: ["resident_id", "premium_id"],
    rowShownBy: ["Resident.premiums"],
    hasOwn: true,
    columns: {
      kind: shown(one("PENSION", "MEDICAL", "MATERNITY"), "Premium.kind"),
      status: shown(one("PAID", "OWED", "REFUNDED"), "Premium.status"),
      paid_on: shown(day, "Premium.paidOn"),
      amount_fen: shown(fen, "Premium.amountFen"),
    },
  },
  {
    name: "taxation.refused_records",
    key: ["resident_id", "record_number"],
    rowShownBy: [],
    hasOwn: true,
    columns: { reason: shown(text) },
  },
  {
    name: "market_regulation.operators",
    key: ["resident_id"],
    rowShownBy: ["Resident.licences"],
    hasOwn: true,
    columns: { source_key: shown(text), as_of: shown(instant, "LicenceConnection.asOf", "Licence.asOf") },
  },
  {
    name: "market_regulation.licences",
    key: ["resident_id", "licence_id"],
    rowShownBy: ["Resident.licences"],
    hasOwn: true,
    columns: {
      number: shown(text, "Licence.number"),
      status: shown(one("VALID", "EXPIRED"), "Licence.status"),
      category: shown(one("SALES", "CATERING"), "Licence.category"),
      premises: shown(text, "Licence.premises"),
      business_name: shown(text, "Business.name"),
      credit_code: shown(text, "Business.creditCode"),
      expires_on: shown(day, "Licence.expiresOn"),
    },
  },
  {
    name: "market_regulation.refused_records",
    key: ["resident_id", "record_number"],
    rowShownBy: [],
    hasOwn: true,
    columns: { reason: shown(text) },
  },
  {
    name: "utilities.accounts",
    key: ["resident_id", "account_id"],
    rowShownBy: ["Resident.utilityAccounts"],
    hasOwn: true,
    columns: {
      source_key: shown(text),
      company: shown(text, "UtilityAccount.company"),
      status: shown(one("ACTIVE", "CLOSED"), "UtilityAccount.status"),
      as_of: shown(instant, "UtilityAccount.asOf", "UtilityBill.asOf", "UtilityReduction.asOf"),
    },
  },
  {
    name: "utilities.bills",
    key: ["resident_id", "account_id", "bill_id"],
    rowShownBy: ["UtilityAccount.bills"],
    hasOwn: true,
    columns: {
      status: shown(one("PAID", "OWED"), "UtilityBill.status"),
      amount_fen: shown(fen, "UtilityBill.amountFen"),
    },
  },
  {
    name: "utilities.reductions",
    key: ["resident_id", "account_id", "reduction_id"],
    rowShownBy: ["UtilityAccount.reductions"],
    hasOwn: true,
    columns: { amount_fen: shown(fen, "UtilityReduction.amountFen") },
  },
  {
    name: "utilities.refused_records",
    key: ["resident_id", "account_id", "record_number"],
    rowShownBy: [],
    hasOwn: true,
    columns: { reason: shown(text) },
  },
  {
    name: "housing_fund.accounts",
    key: ["resident_id"],
    rowShownBy: ["Resident.housingFund"],
    hasOwn: true,
    columns: {
      status: shown(one("ACTIVE", "CLOSED"), "HousingFund.status"),
      employer: shown(text, "HousingFund.employer"),
      opened_on: shown(day, "HousingFund.openedOn"),
      deposited_until_on: shown(day, "HousingFund.depositedUntilOn"),
      balance_fen: shown(fen, "HousingFund.balanceFen"),
      monthly_deposit_fen: shown(fen, "HousingFund.monthlyDepositFen"),
      as_of: shown(instant, "HousingFund.asOf", "HousingFundDeposit.asOf"),
    },
  },
  {
    name: "housing_fund.deposits",
    key: ["resident_id", "deposit_id"],
    rowShownBy: ["HousingFund.deposits"],
    hasOwn: true,
    columns: {
      deposited_on: shown(day, "HousingFundDeposit.depositedOn"),
      amount_fen: shown(fen, "HousingFundDeposit.amountFen"),
    },
  },
  {
    name: "accounts.accounts",
    key: ["account_id"],
    rowShownBy: ["Query.account", "Query.accounts"],
    hasOwn: false,
    columns: {
      display_name: shown(text, "Account.displayName"),
      department: shown(one(null, "health", "taxation"), "Account.department"),
      is_active: shown(one(true, false), "Account.isActive"),
    },
  },
  {
    name: "audit.access_records",
    key: ["record_id"],
    rowShownBy: ["Query.accessRecords"],
    hasOwn: false,
    columns: {
      viewer_id: shown(text, "AccessRecord.viewerId"),
      operation_hash: shown(text, "AccessRecord.operationHash"),
      purpose: shown(one(null, "item:320101-009", "case:2025-0009"), "AccessRecord.purpose"),
    },
  },
];
