import { createHmac } from "node:crypto";
import { departmentNames } from "../subgraphs/index.ts";
import type { ClaimForm } from "../subgraphs/shared/postgres/department-pool.ts";
import type { Config } from "./config/config.ts";
import { departmentSetting } from "./config/department-setting.ts";
import { type Keys, loadKeys } from "./keys/stored-keys.ts";
import { departmentUrl, migrate } from "./migrate/migrate.ts";
import { OperatorError } from "./operator-error.ts";
import { explaining } from "./postgres/failure.ts";
import { requireWritable } from "./postgres/folders.ts";
import { requirePooled } from "./postgres/require-pooled.ts";
import { requireServers } from "./postgres/require-server.ts";
import { startEmbeddedPostgres } from "./postgres/start-embedded-postgres.ts";
import { pseudonymKeyIn, requireKept } from "./sealing/lost-keys.ts";
import { requireSamePseudonymKey } from "./sealing/pseudonym-key.ts";

/** The databases and keys of one installation, ready for use. */
export interface Installation {
  readonly keys: Keys;
  /** Where a department logs in with its own role, or with a further one, at the server itself. */
  readonly urlOf: (department: string, login?: string) => string;
  /** The same for statements that are transactions by themselves: where a pooler stands, through it. */
  readonly pooledOf: (department: string, login?: string) => PoolAddress;
  /** Where the administrator of the department's database logs in: migrations and seeds only. */
  readonly adminUrlOf: (department: string) => string;
  /** Departments by the administrator's address of the database they share. */
  readonly databases: (departments: readonly string[]) => ReadonlyMap<string, readonly string[]>;
  /** A secret for one use, the same in every process that may log in as the administrator. */
  readonly secretOf: (use: string) => string;
  /** Settles when the hub's own database is gone for good; never where there is none. */
  readonly lost: Promise<OperatorError>;
  close(): Promise<void>;
}

/** Where many connections are opened, for short transactions. */
export interface PoolAddress {
  readonly url: string;
  readonly isPooled: boolean;
  /** By a look at the server when the hub starts. */
  readonly claims: ClaimForm;
}

/** Starts or reaches the databases of the departments named, and brings them up to date. */
export async function openInstallation(
  config: Config,
  departments: readonly string[] = departmentNames,
  onNotice: (line: string) => void = () => undefined,
): Promise<Installation> {
  await explaining(config.dataFolder, () => requireWritable(config.dataFolder));
  const embedded =
    config.databaseUrl === null ? await startEmbeddedPostgres({ dataFolder: config.dataFolder, onNotice }) : null;
  const mainUrl = config.databaseUrl ?? embedded?.adminUrl ?? "";
  const adminUrlOf = (department: string) => directUrlOf(config, department, mainUrl);
  const loginAt = (url: string, department: string, login: string) =>
    departmentUrl(url, loginSecretOf(adminUrlOf(department), config), login);
  const urlOf = (department: string, login = department) => loginAt(adminUrlOf(department), department, login);
  const pooledOf = (department: string, login = department): PoolAddress => {
    const url = config.departmentDatabases.get(department) ?? mainUrl;
    const claims = coordinators.has(adminUrlOf(department)) ? "transaction" : "statement";
    return { url: loginAt(url, department, login), isPooled: !config.preparesStatements, claims };
  };
  let keys: Keys;
  let coordinators: ReadonlySet<string> = new Set();
  try {
    const databases = [...groupByDatabase(departments, adminUrlOf)].map(([url, names]) => {
      return { url, names, setting: settingOf(config, names[0] ?? "") };
    });
    coordinators = await requireServers(databases, onNotice);
    for (const { url: adminUrl, names, setting } of databases) {
      await migrate({ adminUrl, setting, departments: names, loginSecret: loginSecretOf(adminUrl, config) });
    }
    for (const department of departments) {
      const pooled = pooledOf(department);
      if (pooled.url !== urlOf(department)) await requirePooled(pooled);
    }
    if (departments.includes("audit") && config.pseudonymKey === null) {
      await requireKept(pseudonymKeyIn(config.dataFolder), urlOf("audit", "audit-sealer"));
    }
    keys = await explaining(config.dataFolder, () => keysOf(config));
    if (departments.includes("audit")) {
      await requireSamePseudonymKey({
        key: keys.pseudonymKey,
        isSetting: config.pseudonymKey !== null,
        dataFolder: config.dataFolder,
        sealerUrl: urlOf("audit", "audit-sealer"),
        mayChange: !config.isProduction,
      });
    }
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
  return {
    keys,
    adminUrlOf,
    databases: (names) => groupByDatabase(names, adminUrlOf),
    secretOf: (use) => {
      const secret = loginSecretOf(adminUrlOf("accounts"), config);
      return createHmac("sha256", secret).update(`onedoor ${use}`).digest("hex");
    },
    urlOf,
    pooledOf,
    lost: embedded?.lost ?? new Promise(() => undefined),
    close: async () => embedded?.stop(),
  };
}

/** The databases of an installation as they are, for a restore: reached, and not brought up to date. */
export async function openDatabases(
  config: Config,
  departments: readonly string[],
  onNotice: (line: string) => void,
): Promise<{
  readonly databases: ReadonlyMap<string, readonly string[]>;
  readonly secretOf: (adminUrl: string) => string;
  close(): Promise<void>;
}> {
  await explaining(config.dataFolder, () => requireWritable(config.dataFolder));
  const embedded =
    config.databaseUrl === null ? await startEmbeddedPostgres({ dataFolder: config.dataFolder, onNotice }) : null;
  const mainUrl = config.databaseUrl ?? embedded?.adminUrl ?? "";
  const databases = groupByDatabase(departments, (name) => directUrlOf(config, name, mainUrl));
  try {
    await requireServers(
      [...databases].map(([url, [name = ""]]) => ({ url, setting: settingOf(config, name) })),
      onNotice,
    );
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
  return {
    databases,
    secretOf: (adminUrl) => loginSecretOf(adminUrl, config),
    close: async () => embedded?.stop(),
  };
}

function directUrlOf(config: Config, department: string, mainUrl: string): string {
  const own = config.departmentDirectUrls.get(department) ?? config.departmentDatabases.get(department);
  return own ?? config.directUrl ?? mainUrl;
}

function settingOf(config: Config, department: string): string {
  if (config.departmentDirectUrls.has(department)) return departmentSetting("DATABASE_DIRECT_URL_", department);
  if (config.departmentDatabases.has(department)) return departmentSetting("DATABASE_URL_", department);
  return config.directUrl === null ? "DATABASE_URL" : "DATABASE_DIRECT_URL";
}

async function keysOf(config: Config): Promise<Keys> {
  const stored = await loadKeys(config.dataFolder);
  return {
    issuer: stored.issuer,
    callKey: config.callKey ?? stored.callKey,
    previousCallKey: config.callKey === null ? stored.previousCallKey : (config.previousCallKey ?? undefined),
    pseudonymKey: config.pseudonymKey ?? stored.pseudonymKey,
  };
}

/**
 * The departments' passwords are derived from the administrator's, so that every process that may log in as
 * the administrator finds the same ones, on whatever host it runs.
 */
function loginSecretOf(adminUrl: string, config: Config): string {
  const secret = decodeURIComponent(new URL(adminUrl).password) || config.callKey;
  if (!secret) {
    throw new OperatorError(
      "DATABASE_URL has no password: give it one, or set ONEDOOR_CALL_KEY to derive the departments' logins from.",
    );
  }
  return secret;
}

function groupByDatabase(
  departments: readonly string[],
  adminUrlOf: (department: string) => string,
): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const department of departments) {
    const url = adminUrlOf(department);
    groups.set(url, [...(groups.get(url) ?? []), department]);
  }
  return groups;
}
