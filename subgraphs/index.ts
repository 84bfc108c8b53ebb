import type { Subgraph } from "./shared/define-subgraph.ts";

/** Every department behind the door, one line each. A process loads those it runs. */
const departments: Readonly<Record<string, () => Promise<Subgraph>>> = {
  population: async () => (await import("./population/index.ts")).population,
  "social-security": async () => (await import("./social-security/index.ts")).socialSecurity,
  "medical-insurance": async () => (await import("./medical-insurance/index.ts")).medicalInsurance,
  "civil-affairs": async () => (await import("./civil-affairs/index.ts")).civilAffairs,
  health: async () => (await import("./health/index.ts")).health,
  taxation: async () => (await import("./taxation/index.ts")).taxation,
  "market-regulation": async () => (await import("./market-regulation/index.ts")).marketRegulation,
  utilities: async () => (await import("./utilities/index.ts")).utilities,
  "housing-fund": async () => (await import("./housing-fund/index.ts")).housingFund,
  grid: async () => (await import("./grid/index.ts")).grid,
  services: async () => (await import("./services/index.ts")).services,
  cases: async () => (await import("./cases/index.ts")).cases,
  monitoring: async () => (await import("./monitoring/index.ts")).monitoring,
  accounts: async () => (await import("./accounts/index.ts")).accounts,
  audit: async () => (await import("./audit/index.ts")).audit,
};

/** Departments, each with a schema of its own in the database. */
export const departmentNames: readonly string[] = Object.keys(departments);

/** Joins the parts of these departments; fails when those of one do not fit each other. */
export async function loadSubgraphs(names = departmentNames): Promise<Subgraph[]> {
  const wanted = Object.entries(departments).filter(([name]) => names.includes(name));
  return Promise.all(wanted.map(([, load]) => load()));
}

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
