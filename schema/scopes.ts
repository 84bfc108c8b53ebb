/** Every scope, with one sentence on what it lets its holder see. Form: department:read|write[:detail]. */
export const scopes = {
  "population:read": "Residents of the viewer's areas: sex, birth date, village, household; the rest masked.",
  "population:read:name": "Residents' full names.",
  "population:read:id-number": "Full identity numbers.",
  "population:read:phone": "Full telephone numbers.",
  "population:read:address": "Addresses down to the door.",
  "social-security:read": "Status of the five insurances, months paid, whether a pension is paid.",
  "social-security:read:amounts": "Contribution bases and pension amounts.",
  "social-security:read:employer": "Who employs the insured person.",
  "medical-insurance:read": "Scheme and status of medical insurance; when and where claims were settled.",
  "medical-insurance:read:amounts": "Balances of personal accounts and amounts of claims.",
  "medical-insurance:read:diagnosis": "Diagnoses of claims.",
  "civil-affairs:read": "Status and category of assistance, awards and old-age allowance.",
  "civil-affairs:read:amounts": "What assistance and allowances pay.",
  "taxation:read": "Which social-insurance premiums were paid, for which months.",
  "taxation:read:amounts": "Amounts of premiums.",
  "housing-fund:read": "Whether there is a housing-fund account, its status, and the months deposited for.",
  "housing-fund:read:amounts": "Balances, deposits and employers of housing-fund accounts.",
  "market-regulation:read": "Food business licences: number, premises, status and term; the holder's number masked.",
  "market-regulation:read:face": "The holder's identity number as on the face of a licence, digits 11 to 14 hidden.",
  "utilities:read": "Accounts for water, electricity and gas: company, status, months billed and reduced.",
  "utilities:read:amounts": "Amounts of bills and reductions.",
  "accounts:read": "Staff accounts of the viewer's areas.",
  "audit:read": "The access record: who looked, when, why and at which fields, without the people's names.",
} as const;

export type Scope = keyof typeof scopes;
