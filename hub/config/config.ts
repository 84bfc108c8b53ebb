import { z } from "zod";
import { type ClientLimits, clientLimitSettings, defaultClientLimits } from "../../router/http/client-limits.ts";
import { originList } from "../../router/http/cross-origin.ts";
import type { Publication } from "../../router/http/published-operations.ts";
import { defaultLimits, type Limits } from "../../router/operation/limits.ts";
import { departmentSetting } from "./department-setting.ts";
import { limitSettings } from "./limit-settings.ts";
import { type SignInConfig, signInConfigOf } from "./sign-in-config.ts";
import { type SourceConfig, sourceConfigOf } from "./source-config.ts";
import { unknownSettings } from "./unknown-settings.ts";

/** Everything the hub can be told from outside, checked. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly isProduction: boolean;
  /** Folder of the embedded database and of generated keys. */
  readonly dataFolder: string;
  /** Null: the hub runs a PostgreSQL of its own. */
  readonly databaseUrl: string | null;
  /** Databases of single departments, by department. */
  readonly departmentDatabases: ReadonlyMap<string, string>;
  /** A replica of the database that reads may go to; null: none. */
  readonly readUrl: string | null;
  /** Replicas of single departments' databases, by department. */
  readonly departmentReadUrls: ReadonlyMap<string, string>;
  /** The server itself, where a pooler stands at `databaseUrl`. */
  readonly directUrl: string | null;
  /** The same of single departments. */
  readonly departmentDirectUrls: ReadonlyMap<string, string>;
  /** False where statements have no names: behind a pooler in transaction mode. */
  readonly preparesStatements: boolean;
  /** Departments on other hosts, by department. */
  readonly departmentUrls: ReadonlyMap<string, string>;
  /** Systems that keep a department's data elsewhere. */
  readonly sources: SourceConfig;
  readonly oidc: { readonly issuer: string; readonly audience: string; readonly jwksUri: string } | null;
  readonly signIn: SignInConfig;
  readonly callKey: string | null;
  /** Departments also accept it while routers are being restarted. */
  readonly previousCallKey: string | null;
  readonly pseudonymKey: string | null;
  /** Private key that signs seals; null: the data folder keeps one. */
  readonly sealKey: string | null;
  readonly sealEverySeconds: number;
  /** Where seals are written down a second time; null: a file in the data folder. */
  readonly anchorFile: string | null;
  readonly poolSize: number;
  readonly logLevel: string;
  /** Where metrics have a listener of their own; null: the public port shows them to this machine alone. */
  readonly metricsAt: { readonly host: string; readonly port: number } | null;
  /** Where traces go; null: nowhere. */
  readonly tracing: { readonly endpoint: string; readonly serviceName: string | null } | null;
  readonly limits: Limits;
  readonly clientLimits: ClientLimits;
  /** Origins of other sites whose pages may ask at /graphql. */
  readonly allowedOrigins: readonly string[];
  readonly publication: Publication;
}

const EXAMPLE_KEY = "a random text of at least 32 characters";

const postgresUrl = z
  .url({ protocol: /^postgres(ql)?$/, error: "must be like postgres://user:password@host:5432/onedoor" })
  .refine(isDecodable, {
    error: "has a % that encodes nothing: write %25 for it, as in postgres://user:100%25@host:5432/onedoor",
  });
const httpUrl = (example: string) => z.url({ protocol: /^https?$/, error: `must be like ${example}` });
const secret = z.string().min(32, { error: `must be ${EXAMPLE_KEY}` });
const whole = (least: number, most: number, example: string) =>
  z
    // Number(" ") is 0: a setting of blanks would open a port of the system's choice.
    .string()
    .regex(/\S/, { error: `must be a number like ${example}` })
    .pipe(z.coerce.number({ error: `must be a number like ${example}` }))
    .pipe(wholeFrom(least, most, example));

const wholeFrom = (least: number, most: number, example: string) =>
  z
    .number()
    .int({ error: `must be a whole number like ${example}` })
    .min(least, { error: `must be at least ${least}, for example ${example}` })
    .max(most, { error: `must be at most ${most}, for example ${example}` });

const settings = z.object({
  HOST: z.string().min(1, { error: "must be an address like 127.0.0.1" }).default("127.0.0.1"),
  PORT: whole(0, 65_535, "4000").default(4000),
  // Anything else would be taken for trying out, and a hub with people's data would get the demo accounts.
  NODE_ENV: z
    .enum(["production", "development", "test"], {
      error: "must be production where people's data are, or else development; in small letters",
    })
    .default("development"),
  ONEDOOR_DATA: z.string().min(1, { error: "must be a folder like .data" }).default(".data"),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_READ_URL: postgresUrl.optional(),
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  DATABASE_PREPARE: z.enum(["true", "false"], { error: "must be one of true, false" }).default("true"),
  TAXATION_URL: httpUrl("http://10.1.2.3:8080/sbf").optional(),
  MARKET_REGULATION_URL: httpUrl("http://10.1.2.4:8080/spjyxk").optional(),
  UTILITIES_WATER_URL: httpUrl("http://10.1.2.5:8080").optional(),
  UTILITIES_ELECTRICITY_URL: httpUrl("http://10.1.2.6:8080").optional(),
  UTILITIES_GAS_URL: httpUrl("http://10.1.2.7:8080").optional(),
  HOUSING_FUND_DROP: z.string().min(1, { error: "must be a folder like /srv/drop/housing-fund" }).optional(),
  // Below the 5 s a department may take, so that what was kept can still be answered with.
  SOURCE_TIMEOUT_MS: whole(1, 4_000, "2000").default(2_000),
  SOURCE_FRESH_SECONDS: whole(0, 86_400, "300").default(300),
  OIDC_ISSUER: httpUrl("https://login.example.org").optional(),
  OIDC_AUDIENCE: z.string().min(1, { error: "must be a name like onedoor" }).optional(),
  OIDC_JWKS_URI: httpUrl("https://login.example.org/jwks.json").optional(),
  ONEDOOR_SHIFT_HOURS: whole(1, 24, "9").default(9),
  ONEDOOR_PASSWORD_SIGN_IN: z.enum(["on", "off"], { error: "must be one of on, off" }).default("on"),
  ONEDOOR_PROXIES: whole(0, 9, "1").default(0),
  ONEDOOR_CALL_KEY: secret.optional(),
  ONEDOOR_CALL_KEY_PREVIOUS: secret.optional(),
  ONEDOOR_PSEUDONYM_KEY: secret.optional(),
  ONEDOOR_SEAL_KEY: z
    .string()
    .startsWith("{", { error: "must be a private key as hub audit rotate-key --print prints it" })
    .optional(),
  ONEDOOR_SEAL_SECONDS: whole(1, 3_600, "60").default(60),
  ONEDOOR_ANCHOR: z.string().min(1, { error: "must be a file like anchor/onedoor.jsonl" }).optional(),
  // A tick's reads on one connection travel in one write: fewer connections cost less (832 us at 4, 649 at 2).
  ONEDOOR_POOL_SIZE: whole(1, 100, "2").default(2),
  ONEDOOR_TRUSTED_DOCUMENTS: z.enum(["only", "any"], { error: "must be one of only, any" }).optional(),
  ONEDOOR_ALLOWED_ORIGINS: originList.default([]),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "silent"], {
      error: "must be one of fatal, error, warn, info, debug, silent",
    })
    .default("info"),
  METRICS_PORT: whole(0, 65_535, "9464").optional(),
  METRICS_HOST: z.string().min(1, { error: "must be an address like 127.0.0.1" }).default("127.0.0.1"),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl("http://127.0.0.1:4318").optional(),
  OTEL_SERVICE_NAME: z.string().min(1, { error: "must be a name like onedoor" }).optional(),
});

function isDecodable(url: string): boolean {
  try {
    return decodeURIComponent(url) !== "";
  } catch {
    return false;
  }
}

/** Thrown with every fault at once, each with the variable's name and an example. */
export class ConfigError extends Error {
  constructor(faults: readonly string[]) {
    super(`The settings are not usable:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
    this.name = "ConfigError";
  }
}

/** Reads the environment; the only place that does. `departments` are the names settings may speak of. */
export function readConfig(departments: readonly string[], environment = process.env): Config {
  const faults: string[] = [];
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const read = settings.safeParse(given);
  for (const issue of read.error?.issues ?? []) faults.push(`${issue.path.join(".")} ${issue.message}`);
  faults.push(
    ...unknownSettings(Object.keys(given), [
      ...Object.keys(settings.shape),
      ...Object.values(limitSettings),
      ...Object.values(clientLimitSettings),
    ]),
  );
  const databases = readPerDepartment(given, "DATABASE_URL_", "", postgresUrl, departments, faults);
  const readUrls = readPerDepartment(given, "DATABASE_READ_URL_", "", postgresUrl, departments, faults);
  for (const name of [...readUrls.keys()].filter((one) => !databases.has(one))) {
    faults.push(
      `${departmentSetting("DATABASE_READ_URL_", name)} is of use beside the department's own DATABASE_URL_ alone`,
    );
  }
  if (given["DATABASE_READ_URL"] !== undefined && given["DATABASE_URL"] === undefined) {
    faults.push("DATABASE_READ_URL is of use beside DATABASE_URL alone: the hub's own PostgreSQL has no replica");
  }
  const directUrls = readPerDepartment(given, "DATABASE_DIRECT_URL_", "", postgresUrl, departments, faults);
  const urls = readPerDepartment(
    given,
    "SUBGRAPH_",
    "_URL",
    httpUrl("http://localhost:4103/graphql"),
    departments,
    faults,
  );
  const limits = readLimits(defaultLimits, limitSettings, given, faults);
  const clientLimits = readLimits(defaultClientLimits, clientLimitSettings, given, faults);
  const oidcNames = ["OIDC_ISSUER", "OIDC_AUDIENCE", "OIDC_JWKS_URI"];
  const missing = oidcNames.filter((name) => given[name] === undefined);
  if (missing.length > 0 && missing.length < oidcNames.length) {
    faults.push(`${missing.join(" and ")} must be set together with the other OIDC_ settings; see .env.example`);
  }
  if (given["DATABASE_DIRECT_URL"] !== undefined && given["DATABASE_URL"] === undefined) {
    faults.push("DATABASE_DIRECT_URL is of the server behind a pooler: give the pooler's address in DATABASE_URL");
  }
  for (const name of directUrls.keys()) {
    if (databases.has(name)) continue;
    faults.push(
      `${departmentSetting("DATABASE_DIRECT_URL_", name)} goes with ${departmentSetting("DATABASE_URL_", name)}, which is not set`,
    );
  }
  const { ONEDOOR_CALL_KEY: callKey, ONEDOOR_CALL_KEY_PREVIOUS: previous } = given;
  if (previous !== undefined && (callKey === undefined || callKey === previous)) {
    faults.push("ONEDOOR_CALL_KEY_PREVIOUS must be the value ONEDOOR_CALL_KEY had before, beside the new one");
  }
  if (given["ONEDOOR_PASSWORD_SIGN_IN"] === "off" && given["OIDC_ISSUER"] === undefined) {
    faults.push("ONEDOOR_PASSWORD_SIGN_IN can be off only beside an issuer that signs people in; see OIDC_ISSUER");
  }
  if (faults.length > 0 || !read.success) throw new ConfigError(faults);
  const values = read.data;
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URI: jwksUri } = values;
  return {
    host: values.HOST,
    port: values.PORT,
    isProduction: values.NODE_ENV === "production",
    dataFolder: values.ONEDOOR_DATA,
    databaseUrl: values.DATABASE_URL ?? null,
    departmentDatabases: databases,
    readUrl: values.DATABASE_READ_URL ?? null,
    departmentReadUrls: readUrls,
    directUrl: values.DATABASE_DIRECT_URL ?? null,
    departmentDirectUrls: directUrls,
    preparesStatements: values.DATABASE_PREPARE === "true",
    departmentUrls: urls,
    sources: sourceConfigOf(values),
    oidc: issuer && audience && jwksUri ? { issuer, audience, jwksUri } : null,
    signIn: signInConfigOf(values),
    callKey: values.ONEDOOR_CALL_KEY ?? null,
    previousCallKey: values.ONEDOOR_CALL_KEY_PREVIOUS ?? null,
    pseudonymKey: values.ONEDOOR_PSEUDONYM_KEY ?? null,
    sealKey: values.ONEDOOR_SEAL_KEY ?? null,
    sealEverySeconds: values.ONEDOOR_SEAL_SECONDS,
    anchorFile: values.ONEDOOR_ANCHOR ?? null,
    poolSize: values.ONEDOOR_POOL_SIZE,
    logLevel: values.LOG_LEVEL,
    metricsAt: values.METRICS_PORT === undefined ? null : { host: values.METRICS_HOST, port: values.METRICS_PORT },
    tracing:
      values.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
        ? null
        : { endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT, serviceName: values.OTEL_SERVICE_NAME ?? null },
    limits,
    clientLimits,
    allowedOrigins: values.ONEDOOR_ALLOWED_ORIGINS,
    publication: values.ONEDOOR_TRUSTED_DOCUMENTS ?? (values.NODE_ENV === "production" ? "only" : "any"),
  };
}

const LARGEST_LIMIT = 1_000_000_000;

function readLimits<Name extends string>(
  defaults: Readonly<Record<Name, number>>,
  names: Readonly<Record<Name, string>>,
  given: Readonly<Record<string, string | undefined>>,
  faults: string[],
): Record<Name, number> {
  const limits: Record<Name, number> = { ...defaults };
  for (const limit of Object.keys(defaults) as Name[]) {
    const name = names[limit];
    if (given[name] === undefined) continue;
    const read = whole(1, LARGEST_LIMIT, String(defaults[limit])).safeParse(given[name]);
    if (read.success) limits[limit] = read.data;
    else faults.push(`${name} ${read.error.issues[0]?.message ?? "is not usable"}`);
  }
  return limits;
}

function readPerDepartment(
  given: Readonly<Record<string, string | undefined>>,
  prefix: string,
  suffix: string,
  type: z.ZodType<string>,
  departments: readonly string[],
  faults: string[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(given)) {
    if (!name.startsWith(prefix) || !name.endsWith(suffix) || name.length <= prefix.length + suffix.length) continue;
    const department = name
      .slice(prefix.length, name.length - suffix.length)
      .toLowerCase()
      .replaceAll("_", "-");
    const read = type.safeParse(value);
    if (!departments.includes(department))
      faults.push(`${name} names no department; there are ${departments.join(", ")}`);
    else if (!read.success) faults.push(`${name} ${read.error.issues[0]?.message ?? "is not usable"}`);
    else found.set(department, read.data);
  }
  return found;
}
