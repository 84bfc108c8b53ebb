import { type Command, Option } from "commander";
import type { ExportFlags } from "./export.ts";
import type { VerifyFlags } from "./verify.ts";

const EXIT_CODES = { intact: 0, faulty: 1, "not-checked": 2 } as const;

/** Adds `hub audit export`, `hub audit verify` and `hub audit rotate-key`. */
export function addAuditCommands(program: Command, setCode: (code: number) => void): void {
  const audit = program.command("audit").description("export the access record, and prove it");
  const json = () => new Option("--json", "print the result as JSON");

  audit
    .command("export")
    .description("write records, seals and public keys to a file; the export itself is entered in the record")
    .argument("<file>", "where to; it appears when it is complete")
    .option("--from-position <number>", "only seals with records from this number on")
    .option("--to-position <number>", "only seals with records up to this number")
    .option("--since <instant>", "only seals with records of this instant or later")
    .option("--until <instant>", "only seals with records of this instant or earlier")
    .addOption(json())
    .action(async (file: string, options: ExportFlags) => {
      const { auditExport } = await import("./export.ts");
      await auditExport(file, options);
    });
  audit
    .command("verify")
    .description("check an export, without the hub; exit code 1: not intact, 2: not checked")
    .argument("<file>")
    .option("--anchor <file>", "compare with the roots that were anchored")
    .option("--key <id...>", "believe only these keys, by their ids")
    .addOption(json())
    .action(async (file: string, options: VerifyFlags) => {
      const { auditVerify } = await import("./verify.ts");
      setCode(EXIT_CODES[await auditVerify(file, options)]);
    });
  audit
    .command("rotate-key")
    .description("make a new key for seals; a running hub takes it when it is started again")
    .option("--print", "print it for ONEDOOR_SEAL_KEY and keep nothing")
    .addOption(new Option("--json", "print the result as JSON"))
    .action(async (options: { print?: boolean; json?: boolean }) => {
      const { auditRotateKey } = await import("./rotate-key.ts");
      await auditRotateKey(options.print === true, options.json === true);
    });
}
