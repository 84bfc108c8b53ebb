/** Every scope, with one sentence on what it lets its holder see. Form: department:read|write[:detail]. */
export const scopes = {
  "population:read": "Residents of the viewer's areas: sex, birth date, village, household; the rest masked.",
  "population:read:name": "Residents' full names.",
  "population:read:id-number": "Full identity numbers.",
  "population:read:phone": "Full telephone numbers.",
  "population:read:address": "Addresses down to the door.",
  "population:read:emergencies": "Requests for emergency access made in the viewer's areas, without the residents.",
  "population:write:emergency": "Ask for emergency access to one resident of another area.",
  "population:write:confirm-emergency": "Confirm emergency access that others of the viewer's areas ask for.",
  "social-security:read": "Status of the five insurances, months paid, whether a pension is paid.",
  "social-security:read:amounts": "Contribution bases and pension amounts.",
  "social-security:read:employer": "Who employs the insured person.",
  "medical-insurance:read": "Scheme and status of medical insurance; when and where claims were settled.",
  "medical-insurance:read:amounts": "Balances of personal accounts and amounts of claims.",
  "medical-insurance:read:diagnosis": "Diagnoses of claims.",
  "civil-affairs:read": "Status and category of assistance, awards and old-age allowance.",
  "civil-affairs:read:amounts": "What assistance and allowances pay.",
  "accounts:read": "Staff accounts of the viewer's areas.",
  "audit:read": "The access record: who looked, when, why and at which fields, without the people's names.",
  "audit:read:own": "Looks at the viewer's own person: who, when, why and at which fields.",
  "audit:read:duties": "Looks for a duty in the own areas that wait to be judged.",
  "audit:write:duties": "Judges whether looks of others for a duty were justified.",
  "audit:write:withholdings": "Orders that looks with one purpose be kept from residents until a day.",
} as const;

export type Scope = keyof typeof scopes;
