import { type Command, Option } from "commander";
import type { InviteOptions } from "./operate-accounts.ts";

const acts = () => import("./operate-accounts.ts");
const several = (value: string, before: string[] = []) => [...before, value];

/** `hub accounts`: what no account may do, and whoever runs the hub must be able to. */
export function addAccountCommands(program: Command): void {
  const accounts = program.command("accounts").description("make and close accounts without signing in");
  const json = () => new Option("--json", "print the result as JSON");
  accounts
    .command("invite")
    .description("make an account, the first administrator's for one, and print its activation code")
    .argument("<username>")
    .option("--name <name>", "how the holder is called (default: the username)")
    .requiredOption("--role <role>", "a role of schema/roles.yaml; several times for several", several)
    .requiredOption("--area <code>", "a division code; several times for several", several)
    .option("--department <department>", "of a department officer")
    .addOption(json())
    .action(async (username: string, options: InviteOptions) => (await acts()).invite(username, options));
  accounts
    .command("code")
    .description("print a new activation code for an account, whose holder forgot the password")
    .argument("<username>")
    .addOption(json())
    .action(async (username: string, options: { json?: boolean }) => (await acts()).issueCode(username, options));
  accounts
    .command("close")
    .description("close an account: its sessions and tokens are over within seconds")
    .argument("<username>")
    .action(async (username: string) => (await acts()).close(username));
}
