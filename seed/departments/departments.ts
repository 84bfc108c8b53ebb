import { accounts } from "./accounts.ts";
import { cases } from "./cases.ts";
import { civilAffairs } from "./civil-affairs.ts";
import { grid } from "./grid.ts";
import { health } from "./health.ts";
import { housingFund } from "./housing-fund.ts";
import { marketRegulation } from "./market-regulation.ts";
import { medicalInsurance } from "./medical-insurance.ts";
import { monitoring } from "./monitoring.ts";
import { population } from "./population.ts";
import type { SeededDepartment } from "./seeded-department.ts";
import { services } from "./services.ts";
import { socialSecurity } from "./social-security.ts";
import { taxation } from "./taxation.ts";
import { utilities } from "./utilities.ts";

/**
 * Every department that gets demo rows, one line each. Population comes last: it holds the residents, and until
 * they are there nobody can ask about them.
 */
export const seededDepartments: readonly SeededDepartment[] = [
  accounts,
  civilAffairs,
  health,
  medicalInsurance,
  socialSecurity,
  taxation,
  marketRegulation,
  utilities,
  housingFund,
  grid,
  services,
  cases,
  monitoring,
  population,
];
