import { accounts } from "./accounts.ts";
import { cases } from "./cases.ts";
import { civilAffairs } from "./civil-affairs.ts";
import { describedDepartments } from "./described-departments.ts";
import { grid } from "./grid.ts";
import { health } from "./health.ts";
import { housingFund } from "./housing-fund.ts";
import { departmentOf } from "./made-up-rows.ts";
import { marketRegulation } from "./market-regulation.ts";
import { medicalInsurance } from "./medical-insurance.ts";
import { monitoring } from "./monitoring.ts";
import { population } from "./population.ts";
import type { SeededDepartment } from "./seeded-department.ts";
import { services } from "./services.ts";
import { socialSecurity } from "./social-security.ts";
import { taxation } from "./taxation.ts";
import { utilities } from "./utilities.ts";

/** Departments whose rows follow from the lives told and drawn here. */
const lived: readonly SeededDepartment[] = [
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
];

/** The others are made up of what `subgraphs/<department>/rows.ts` says alone. */
const described = [...describedDepartments]
  .filter(([name]) => name !== population.name && !lived.some((one) => one.name === name))
  .filter(([, rows]) => Object.values(rows).some(({ madeUp }) => madeUp !== undefined))
  .map(([name, rows]) => departmentOf(name, rows));

/**
 * Every department that gets demo rows. Population comes last: it holds the residents, and until they are there
 * nobody can ask about them.
 */
export const seededDepartments: readonly SeededDepartment[] = [...lived, ...described, population];
