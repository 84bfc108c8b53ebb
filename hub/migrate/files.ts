import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, OperatorError } from "../operator-error.ts";

const FILE_NAME = /^(\d{4})_[a-z0-9]+(_[a-z0-9]+)+\.sql$/;

export interface Migration {
  /** "medical-insurance", or "shared" for what every database needs. */
  department: string;
  /** `0012_add_licence_renewals.sql` */
  name: string;
  text: string;
  checksum: string;
}

/** The migrations of one folder in order. A department that keeps no tables has no folder. */
export async function readMigrations(folder: string, department: string): Promise<Migration[]> {
  const names = await readdir(join(folder, department)).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith(".sql")).sort();
  requireNumbers(department, files);
  return await Promise.all(
    files.map(async (name) => {
      const text = await readFile(join(folder, department, name), "utf8");
      return { department, name, text, checksum: checksumOf(text) };
    }),
  );
}

/** Line ends are left out of account: a Windows checkout has others. */
function checksumOf(text: string): string {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");
}

function requireNumbers(department: string, names: readonly string[]): void {
  const taken = new Map<string, string>();
  for (const name of names) {
    const number = FILE_NAME.exec(name)?.[1];
    if (number === undefined) {
      throw new OperatorError(
        `migrations/${department}/${name} is not named like 0012_add_renewals.sql (number, verb, subject): rename it.`,
      );
    }
    const other = taken.get(number);
    if (other !== undefined) {
      throw new OperatorError(
        `migrations/${department} has two files with number ${number}, ${other} and ${name}: renumber the one that is not merged yet.`,
      );
    }
    taken.set(number, name);
  }
}
