import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "../../../hub/config/config.ts";
import { readText } from "../../repository/tree.ts";
import { runs } from "../../support/runs.ts";
import { allDepartments } from "../../support/sdl-rules.ts";

const read = (environment: Record<string, string>) => readConfig(allDepartments, environment);

/** The faults a bad environment is refused for, without the heading. */
function faultsOf(environment: Record<string, string>): string[] {
  try {
    read(environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [heading, ...faults] = error.message.split("\n");
    expect(heading).toBe("The settings are not usable:");
    return faults.map((fault) => fault.trim());
  }
}

const SECRET = "0123456789abcdef0123456789abcdef";

describe("readConfig", () => {
  test("needs nothing", () => {
    expect(read({})).toMatchObject({
      host: "127.0.0.1",
      port: 4000,
      isProduction: false,
      dataFolder: ".data",
      databaseUrl: null,
      departmentDatabases: new Map(),
      departmentUrls: new Map(),
      oidc: null,
      callKey: null,
      pseudonymKey: null,
      logLevel: "info",
    });
  });

  test("takes good values", () => {
    const config = read({
      HOST: "0.0.0.0",
      PORT: "8080",
      NODE_ENV: "production",
      ONEDOOR_DATA: "state",
      DATABASE_URL: "postgresql://admin@db:5432/onedoor",
      OIDC_ISSUER: "https://login.example.cn",
      OIDC_AUDIENCE: "onedoor",
      OIDC_JWKS_URI: "https://login.example.cn/jwks",
      ONEDOOR_CALL_KEY: SECRET,
      ONEDOOR_PSEUDONYM_KEY: SECRET,
      ONEDOOR_POOL_SIZE: "7",
      LOG_LEVEL: "silent",
      DATABASE_URL_MEDICAL_INSURANCE: "postgres://a@b/c",
      SUBGRAPH_SOCIAL_SECURITY_URL: "http://localhost:4103/graphql",
      SOMETHING_ELSE: "is none of ours",
      http_proxy: "http://is.none.of.ours",
      ONEDOOR_TEST_RUNS: "5",
    });
    expect(config).toMatchObject({
      host: "0.0.0.0",
      port: 8080,
      isProduction: true,
      dataFolder: "state",
      databaseUrl: "postgresql://admin@db:5432/onedoor",
      oidc: { issuer: "https://login.example.cn", audience: "onedoor", jwksUri: "https://login.example.cn/jwks" },
      callKey: SECRET,
      pseudonymKey: SECRET,
      poolSize: 7,
      logLevel: "silent",
    });
    expect([...config.departmentDatabases]).toEqual([["medical-insurance", "postgres://a@b/c"]]);
    expect([...config.departmentUrls]).toEqual([["social-security", "http://localhost:4103/graphql"]]);
  });

  test("takes an empty value for none", () => {
    const names = ["HOST", "PORT", "ONEDOOR_DATA", "DATABASE_URL", "LOG_LEVEL", "ONEDOOR_CALL_KEY", "OIDC_ISSUER"];
    expect(read(Object.fromEntries(names.map((name) => [name, ""])))).toEqual(read({}));
  });

  test.each([
    ["PORT", "http", "4000"],
    ["PORT", "-1", "4000"],
    ["PORT", "65536", "4000"],
    ["PORT", "80.5", "4000"],
    ["PORT", "4000 4001", "4000"],
    ["PORT", " ", "4000"],
    ["ONEDOOR_POOL_SIZE", "0", "1"],
    ["ONEDOOR_POOL_SIZE", "101", "100"],
    ["ONEDOOR_POOL_SIZE", "many", "number"],
    ["DATABASE_URL", "mysql://a@b/c", "postgres://user:password@host:5432/onedoor"],
    ["DATABASE_URL", "localhost:5432", "postgres://user:password@host:5432/onedoor"],
    ["OIDC_ISSUER", "login.example.cn", "https"],
    ["OIDC_JWKS_URI", "file:///etc/passwd", "http"],
    ["ONEDOOR_CALL_KEY", "short", "32 characters"],
    ["ONEDOOR_PSEUDONYM_KEY", "x".repeat(31), "32 characters"],
    ["ONEDOOR_SHIFT_HOURS", "25", "24"],
    ["ONEDOOR_PROXIES", "-1", "0"],
    ["ONEDOOR_PASSWORD_SIGN_IN", "no", "on, off"],
    // Nobody could sign in.
    ["ONEDOOR_PASSWORD_SIGN_IN", "off", "OIDC_ISSUER"],
    ["LOG_LEVEL", "loud", "fatal, error, warn, info, debug, silent"],
    ["NODE_ENV", "Production", "production"],
    ["NODE_ENV", "prod", "production"],
    ["NODE_ENV", "staging", "development"],
    ["NODE_ENV", "production ", "production"],
    ["ONEDOOR_DATE", ".data", "ONEDOOR_DATA"],
    ["ONEDOOR_MAX_TOKEN", "4000", "ONEDOOR_MAX_TOKENS"],
    ["onedoor_data", ".data", "ONEDOOR_DATA"],
    ["ONEDOOR_NO_SUCH_THING_AT_ALL", "1", ".env.example"],
    ["database_url", "postgres://a@b/c", "DATABASE_URL"],
    ["Node_Env", "production", "NODE_ENV"],
    ["DATABASE_URLS", "postgres://a@b/c", "DATABASE_URL"],
    ["SUBGRAPH_POPULATION", "http://a", ".env.example"],
    ["DATABASE_URL", "postgres://a:100%@b/c", "%25"],
    ["DATABASE_URL_FISHERIES", "postgres://a@b/c", "population"],
    ["DATABASE_URL_POPULATION", "http://a", "postgres://user:password@host:5432/onedoor"],
    ["DATABASE_PREPARE", "no", "true, false"],
    ["DATABASE_DIRECT_URL", "postgres://a@b/c", "DATABASE_URL"],
    ["DATABASE_DIRECT_URL_FISHERIES", "postgres://a@b/c", "population"],
    ["DATABASE_DIRECT_URL_POPULATION", "postgres://a@b/c", "DATABASE_URL_POPULATION"],
    ["SUBGRAPH_FISHERIES_URL", "http://a", "population"],
    ["SUBGRAPH_POPULATION_URL", "a:80", "http://localhost:4103/graphql"],
    ["SUBGRAPH_POPULATION_URL", "ftp://a", "http://localhost:4103/graphql"],
  ])("refuses %s=%j with its name and an example", (name, value, example) => {
    const faults = faultsOf({ [name]: value });
    expect(faults[0]?.startsWith(`${name} `)).toBe(true);
    expect(faults[0]).toContain(example);
  });

  test("tells all faults at once", () => {
    const bad = {
      PORT: "http",
      DATABASE_URL: "mysql://a",
      LOG_LEVEL: "loud",
      ONEDOOR_CALL_KEY: "short",
      SUBGRAPH_FISHERIES_URL: "http://a",
      SUBGRAPH_POPULATION_URL: "a",
      DATABASE_URL_AUDIT: "b",
      OIDC_ISSUER: "https://login.example.cn",
    };
    const faults = faultsOf(bad);
    for (const name of Object.keys(bad).filter((one) => one !== "OIDC_ISSUER")) {
      expect(faults.filter((fault) => fault.startsWith(`${name} `))).toHaveLength(1);
    }
    expect(faults.filter((fault) => fault.startsWith("OIDC_"))).toHaveLength(1);
    expect(faults).toHaveLength(8);
  });

  test.each([
    [["OIDC_ISSUER"], ["OIDC_AUDIENCE", "OIDC_JWKS_URI"]],
    [["OIDC_AUDIENCE"], ["OIDC_ISSUER", "OIDC_JWKS_URI"]],
    [["OIDC_ISSUER", "OIDC_JWKS_URI"], ["OIDC_AUDIENCE"]],
  ])("asks for all three settings of an issuer or none: %j", (given, missing) => {
    const values: Record<string, string> = { OIDC_AUDIENCE: "onedoor" };
    const faults = faultsOf(
      Object.fromEntries(given.map((name) => [name, values[name] ?? "https://login.example.cn"])),
    );
    expect(faults).toHaveLength(1);
    for (const name of missing) expect(faults[0]).toContain(name);
  });

  test("never repeats a value: it may be a password", () => {
    const names = [
      "PORT",
      "DATABASE_URL",
      "OIDC_ISSUER",
      "ONEDOOR_CALL_KEY",
      "LOG_LEVEL",
      "DATABASE_URL_AUDIT",
      "SUBGRAPH_AUDIT_URL",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.string({ minLength: 6, maxLength: 20 }), (name, value) => {
        fc.pre(!/^[\s\d]*$|character|random|number|postgres|graphql|silent/.test(value));
        expect(faultsOf({ [name]: `Q${value}` }).join("\n")).not.toContain(`Q${value}`);
      }),
      runs(200),
    );
  });
});

describe(".env.example", () => {
  const lines = readText(".env.example").split("\n");
  const settings = lines.flatMap((line) => {
    const match = /^# ([A-Z][A-Z0-9_]+)=(.*)$/.exec(line);
    return match === null ? [] : [[match[1] ?? "", match[2] ?? ""] as const];
  });

  test("holds settings, and the hub takes each as it stands there", () => {
    expect(settings.length).toBeGreaterThan(8);
    // Keys are shortened there, so that nobody uses them as they are.
    const environment = Object.fromEntries(settings.filter(([name]) => !name.includes("_KEY")));
    expect(faultsOf(environment)).toEqual([]);
  });

  test("names every setting the hub reads", () => {
    const source = readText("hub/config/config.ts");
    const read = [...source.matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map((match) => match[1] ?? "");
    expect(read.length).toBeGreaterThan(8);
    const named = settings.map(([name]) => name);
    expect(read.filter((name) => !named.includes(name))).toEqual([]);
  });
});
