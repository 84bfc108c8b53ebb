import { type Command, Option } from "commander";
import type { CertificateOptions, InviteOptions, JsonOption } from "./operate-accounts.ts";

const acts = () => import("./operate-accounts.ts");
const several = (value: string, before: string[] = []) => [...before, value];

/** `hub accounts`: what no account may do, and the operator of the hub must be able to. */
export function addAccountCommands(program: Command): void {
  const accounts = program.command("accounts").description("make and close accounts without signing in");
  const json = () => new Option("--json", "print the result as JSON");
  accounts
    .command("invite")
    .description("make an account, such as the first administrator's, and print its activation code")
    .argument("<username>")
    .option("--name <name>", "how the holder is called (default: the username)")
    .requiredOption("--role <role>", "a role of schema/roles.yaml; several times for several", several)
    .requiredOption("--area <code>", "a division code; several times for several", several)
    .option("--department <department>", "of a department officer")
    .addOption(json())
    .action(async (username: string, options: InviteOptions) => (await acts()).invite(username, options));
  accounts
    .command("code")
    .description("print a new activation code for an account whose holder forgot the password")
    .argument("<username>")
    .addOption(json())
    .action(async (username: string, options: JsonOption) => (await acts()).issueCode(username, options));
  accounts
    .command("close")
    .description("close an account: its sessions and tokens are over within seconds")
    .argument("<username>")
    .addOption(json())
    .action(async (username: string, options: JsonOption) => (await acts()).setActive(username, false, options));
  accounts
    .command("reopen")
    .description("open a closed account again, an auditor's too, with the roles and the password it had")
    .argument("<username>")
    .addOption(json())
    .action(async (username: string, options: JsonOption) => (await acts()).setActive(username, true, options));
  accounts
    .command("certificate")
    .description("enter that the account's holder passed a course, which some roles need")
    .argument("<username>")
    .requiredOption("--course <course>", "as schema/roles.yaml names it")
    .requiredOption("--from <day>", "the first day it holds, YYYY-MM-DD")
    .requiredOption("--until <day>", "the last day it holds, YYYY-MM-DD")
    .addOption(json())
    .action(async (username: string, options: CertificateOptions) => (await acts()).certify(username, options));
  accounts
    .command("requests")
    .description("list the changes that wait for a second administrator")
    .addOption(json())
    .action(async (options: JsonOption) => (await acts()).listRequests(options));
  accounts
    .command("approve")
    .description("approve a change as the second person, and print the activation codes that come of it")
    .argument("<request>", "its id, as hub accounts requests prints it")
    .addOption(json())
    .action(async (id: string, options: JsonOption) => (await acts()).decide(id, true, options));
  accounts
    .command("reject")
    .description("end a request without a change")
    .argument("<request>", "its id, as hub accounts requests prints it")
    .addOption(json())
    .action(async (id: string, options: JsonOption) => (await acts()).decide(id, false, options));
}
