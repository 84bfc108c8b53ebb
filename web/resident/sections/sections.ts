import { cases } from "./cases/cases.tsx";
import { assistance } from "./civil-affairs/assistance.tsx";
import { oldAgeAllowance } from "./civil-affairs/old-age-allowance.tsx";
import { visits } from "./grid/visits.tsx";
import { birthRegistration } from "./health/birth-registration.tsx";
import { familyPlanningSupport } from "./health/family-planning-support.tsx";
import { household } from "./household/household.tsx";
import { housingFund } from "./housing-fund/housing-fund.tsx";
import { licences } from "./market-regulation/licences.tsx";
import { medicalInsurance } from "./medical-insurance/medical-insurance.tsx";
import { benefits } from "./monitoring/benefits.tsx";
import { monitoring } from "./monitoring/monitoring.tsx";
import type { Section } from "./section.ts";
import { socialSecurity } from "./social-security/social-security.tsx";
import { premiums } from "./taxation/premiums.tsx";
import { utilities } from "./utilities/utilities.tsx";

/** What the departments tell, in the order a counter asks for it. One line each. */
export const sections: readonly Section[] = [
  household,
  cases,
  socialSecurity,
  medicalInsurance,
  assistance,
  oldAgeAllowance,
  housingFund,
  premiums,
  licences,
  monitoring,
  benefits,
  visits,
  familyPlanningSupport,
  birthRegistration,
  utilities,
];
