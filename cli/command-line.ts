import { Argument, Command, CommanderError, Option } from "commander";
import { ConfigError } from "../hub/config/config.ts";
import { readRootFile } from "../hub/installed-files.ts";
import { type RotatedKey, rotatedKeys } from "../hub/keys/rotated-keys.ts";
import { OperatorError } from "../hub/operator-error.ts";
import { sentenceOfSystem } from "../hub/postgres/failure.ts";
import { tellOperator } from "../hub/tell-operator.ts";
import { UnsafeSupergraphError } from "../router/supergraph/unsafe-supergraph-error.ts";
import { EventsError } from "../schema/events/compose-events.ts";
import { RolesError } from "../schema/roles-error.ts";
import { DepartmentError } from "../subgraphs/shared/department-error.ts";
import { ListenError } from "../subgraphs/shared/listen.ts";
import { addAccountCommands } from "./commands/accounts/accounts.ts";
import { addAuditCommands } from "./commands/audit/audit.ts";
import { NoBaseError } from "./commands/check/no-base-error.ts";
import { addEventCommands } from "./commands/events/events.ts";
import type { ImportFlags } from "./commands/import/import.ts";
import type { SeedFlags } from "./commands/seed.ts";

/** Exit codes: done; something is wrong and said; nothing was done, by the command line or for lack of anything to do it with. */
const DONE = 0;
const FAILED = 1;
const MISUSED = 2;

/** Errors whose sentence says it all; any other is a fault of ours, and keeps its stack. */
const forTheOperator = [
  OperatorError,
  DepartmentError,
  EventsError,
  RolesError,
  ConfigError,
  ListenError,
  UnsafeSupergraphError,
];

interface ServeFlags {
  port?: string;
  trust: "signed" | "token";
  supergraph?: string;
  dangerouslyServeWithoutPermissions?: boolean;
}

/** Runs one `hub` command line and gives its exit code. A command is loaded when it is asked for: all take seconds. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  let code = DONE;
  const program = new Command("hub").description("One GraphQL door to every department.").exitOverride();
  const { version } = JSON.parse(readRootFile("package.json")) as { version: string };
  program.version(version, "--version", "print the version of the hub");
  const json = () => new Option("--json", "print the result as JSON");

  program
    .command("start")
    .description("run the whole hub in one process; with no DATABASE_URL on a database of its own")
    .action(async () => (await import("./commands/start.ts")).start());
  program
    .command("serve")
    .description("run the router, or one department, in a process of its own")
    .argument("<part>", "router, or a department's name")
    .option("--port <port>", "port to listen on (default: PORT, or 4000)")
    .addOption(
      new Option("--trust <how>", "whom a department believes: the router's signature, or callers' own tokens")
        .choices(["signed", "token"])
        .default("signed"),
    )
    .option("--supergraph <file>", "with router: serve this composed supergraph instead of the hub's own")
    .option(
      "--dangerously-serve-without-permissions",
      "with --supergraph: everybody may read everything; never for people's data",
    )
    .action(async (part: string, options: ServeFlags) => {
      const { dangerouslyServeWithoutPermissions: permissionsOff = false, ...rest } = options;
      const { serve } = await import("./commands/serve.ts");
      await serve(part, { ...rest, permissionsOff });
    });
  program
    .command("build")
    .description("build the web app that the hub serves at / and /explorer")
    .option("--force", "build it again although nothing has changed")
    .addOption(json())
    .action(async (options: { force?: boolean; json?: boolean }) =>
      (await import("./commands/build.ts")).build(options),
    );
  program
    .command("seed")
    .description("fill the database with synthetic residents")
    .option("--residents <count>", "how many residents; with --province 2000 to 8500000", "2000")
    .option("--seed <number>", "the same seed gives the same data", "1")
    .option("--province", "the whole province: 13 cities, 95 counties, 1244 centres, 25828 accounts, 472400 cases")
    .option("--today <day>", "the day the data are as of, YYYY-MM-DD; otherwise the day it is")
    .option("--truth <file>", "write which benefits each resident is due, by rule, as JSON lines")
    .addOption(json())
    .action(async (options: SeedFlags) => (await import("./commands/seed.ts")).seed(options));
  program
    .command("import")
    .description(
      "load a file: residents, areas, service centres, accounts, or one that a department gets from a system elsewhere",
    )
    .argument("<what>", "residents, areas, service-centres, accounts or housing-fund")
    .argument(
      "[file]",
      "CSV: docs/how-to/install-for-production.md, accounts.md and connect-a-legacy-system.md describe it",
    )
    .option("--template", "residents, areas, service-centres: print the columns and an example, and load nothing")
    .option(
      "--refused <file>",
      "residents, areas, service-centres: where lines kept out are listed (default: FILE.refused.csv)",
    )
    .option("--force", "housing-fund: load a file of another day, or one much shorter than the last, anyway")
    .option("--codes <file>", "accounts: where the activation codes are written")
    .addOption(json())
    .action(async (what: string, file: string | undefined, options: ImportFlags) => {
      const { importFile } = await import("./commands/import/import.ts");
      await importFile(what, file, options);
    });
  program
    .command("backup")
    .description("write all that databases and data folder hold to a folder; the hub may run meanwhile")
    .argument("<folder>", "not there yet, or empty")
    .addOption(json())
    .action(async (folder: string, options: { json?: boolean }) => {
      const { backupTo } = await import("./commands/backup.ts");
      await backupTo(folder, options);
    });
  program
    .command("restore")
    .description("restore a backup into empty databases and an empty data folder")
    .argument("<folder>", "a folder that hub backup made")
    .addOption(json())
    .action(async (folder: string, options: { json?: boolean }) => {
      const { restoreFrom } = await import("./commands/backup.ts");
      await restoreFrom(folder, options);
    });
  program
    .command("database")
    .description("work on the databases themselves")
    .command("spread")
    .description("spread the tables over the machines of a Citus cluster, each resident's rows together")
    .addOption(json())
    .action(async (options: { json?: boolean }) => {
      const { spreadDatabases } = await import("./commands/spread-database.ts");
      await spreadDatabases(options);
    });
  program
    .command("token")
    .description("print a token for a demo account")
    .argument("<username>")
    .option("--ttl <seconds>", "how long it is valid, at most 900", "900")
    .addOption(json())
    .action(async (username: string, options: { ttl: string; json?: boolean }) => {
      const { token } = await import("./commands/token.ts");
      await token(username, options);
    });
  const keysCommand = program.command("keys").description("exchange the keys in the data folder");
  for (const [act, what] of [
    ["rotate", "make a new key; the previous one is still accepted for a while"],
    ["retire", "stop accepting the previous key"],
  ] as const) {
    keysCommand
      .command(act)
      .description(what)
      .addArgument(new Argument("[key]", "which key").choices(rotatedKeys).default("issuer"))
      .addOption(json())
      .action(async (key: RotatedKey, options: { json?: boolean }) => {
        const { keys } = await import("./commands/keys.ts");
        await keys(act, key, options);
      });
  }
  program
    .command("compose")
    .description("compose the departments into schema/")
    .option("--check", "change nothing; fail when schema/ is stale")
    .addOption(json())
    .action(async (options: { check?: boolean; json?: boolean }) => {
      const { compose } = await import("./commands/compose/compose.ts");
      code = (await compose(options)) ? DONE : FAILED;
    });
  program
    .command("lint")
    .description("report unsafe permissions in the SDL and the supergraph")
    .addOption(json())
    .action(async (options: { json?: boolean }) => {
      const { lint } = await import("./commands/lint/lint.ts");
      code = (await lint(options)) ? DONE : FAILED;
    });
  program
    .command("check")
    .description(
      "say what roles would see more of, and what hearers of events and clients would lose, since the last approval",
    )
    .option(
      "--against <file>",
      "an older supergraph or api.graphql (default: the departments as last approved, from git)",
    )
    .option("--roles <file>", "the roles.yaml of that time (default: as approved; with --against today's)")
    .option("--events <file>", "the events.json of that time (default: as approved; with --against none are compared)")
    .option("--breaking", "fail, too, when clients would lose something")
    .addOption(json())
    .action(
      async (options: { against?: string; roles?: string; events?: string; breaking?: boolean; json?: boolean }) => {
        const { check } = await import("./commands/check/check.ts");
        code = (await check(options)) ? DONE : FAILED;
      },
    );
  program
    .command("explain")
    .description("say who may see a field, and why")
    .argument("<field>", "like Resident.idNumber")
    .requiredOption("--role <role>", "a role of schema/roles.yaml")
    .option("--department <department>", "the department an officer belongs to")
    .addOption(json())
    .action(async (field: string, options: { role: string; department?: string; json?: boolean }) => {
      const { explain } = await import("./commands/explain.ts");
      await explain(field, options);
    });
  addAccountCommands(program);
  addAuditCommands(program, (given) => (code = given));
  addEventCommands(program, (given) => (code = given));

  try {
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : MISUSED;
    const sentence = forTheOperator.some((kind) => error instanceof kind)
      ? (error as Error).message
      : sentenceOfSystem(error);
    if (sentence === null) throw error;
    tellOperator(sentence);
    return error instanceof NoBaseError ? MISUSED : FAILED;
  }
}
