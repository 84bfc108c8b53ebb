import { accounts } from "./accounts/index.ts";
import { audit } from "./audit/index.ts";
import { cases } from "./cases/index.ts";
import { civilAffairs } from "./civil-affairs/index.ts";
import { grid } from "./grid/index.ts";
import { health } from "./health/index.ts";
import { housingFund } from "./housing-fund/index.ts";
import { marketRegulation } from "./market-regulation/index.ts";
import { medicalInsurance } from "./medical-insurance/index.ts";
import { monitoring } from "./monitoring/index.ts";
import { population } from "./population/index.ts";
import { services } from "./services/index.ts";
import { socialSecurity } from "./social-security/index.ts";
import { taxation } from "./taxation/index.ts";
import { utilities } from "./utilities/index.ts";

/** Every department behind the door, one line each. */
export const subgraphs = [
  population,
  socialSecurity,
  medicalInsurance,
  civilAffairs,
  health,
  taxation,
  marketRegulation,
  utilities,
  housingFund,
  grid,
  services,
  cases,
  monitoring,
  accounts,
  audit,
];

/** Departments, each with a schema of its own in the database. */
export const departmentNames: readonly string[] = subgraphs.map((one) => one.name);

export {
  type AccountInput,
  faultsOfAccount,
  findAccountToSignIn,
  hashActivationCode,
  makeActivationCode,
  withStoredAreas,
} from "./accounts/index.ts";
export { type AccessLog, type AccessRecord, type FieldLists, openAccessLog, toFieldLists } from "./audit/index.ts";
export { importHousingFund, ImportRefusal, type ImportReport } from "./housing-fund/index.ts";
export { register } from "./population/index.ts";
