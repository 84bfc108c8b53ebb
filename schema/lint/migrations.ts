import type { Finding } from "./finding.ts";

/** One file below migrations/. */
export interface MigrationText {
  readonly department: string;
  readonly name: string;
  readonly text: string;
}

/** Merged before there was the rule. A migration is never edited, so these stay; nothing is added. */
const MERGED: ReadonlySet<string> = new Set(["population/0003_add_centres_and_name_search.sql"]);

const NAME = String.raw`"[^"]+"|[\w$]+`;
const TABLE = new RegExp(
  String.raw`^\s*alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?((?:${NAME})(?:\.(?:${NAME}))?)`,
  "i",
);
const OTHER_TYPE = new RegExp(String.raw`\balter\s+(?:column\s+)?(${NAME})\s+(?:set\s+data\s+)?type\b`, "gi");
const OTHER_NAME = new RegExp(String.raw`\brename\s+(?:column\s+)?(${NAME})\s+to\b|\brename\s+to\b`, "gi");

/**
 * While a migration runs and after it, the version before it still reads: what its prepared statements name must be there
 * and of the same type.
 */
export function lintMigrations(files: readonly MigrationText[]): Finding[] {
  return files.filter(({ department, name }) => !MERGED.has(`${department}/${name}`)).flatMap(lintMigration);
}

function lintMigration({ department, name, text }: MigrationText): Finding[] {
  const file = `migrations/${department}/${name}`;
  const found: Finding[] = [];
  let start = 0;
  for (const statement of withoutWords(text).split(";")) {
    const table = TABLE.exec(statement)?.[1];
    if (table !== undefined) {
      const add = (rule: string, what: string, column: string | undefined, at: number) =>
        found.push({
          rule,
          coordinate: [table, column]
            .filter((part) => part !== undefined)
            .join(".")
            .replaceAll('"', ""),
          message: `${what} while the version before still reads it. ${ADVICE}`,
          department,
          file,
          line: text.slice(0, start + at).split("\n").length,
        });
      for (const match of statement.matchAll(OTHER_TYPE)) add("type-in-use", "The type changes", match[1], match.index);
      for (const match of statement.matchAll(OTHER_NAME)) add("name-in-use", "The name changes", match[1], match.index);
    }
    start += statement.length + 1;
  }
  return found;
}

const ADVICE =
  "Expand, move, contract: add a column beside it and write both, move what is there and read the new one, and take the old one away in a later release.";

/** Blanks out comments, texts and bodies of functions, so that places stay where they are. */
function withoutWords(text: string): string {
  return text.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|(\$\w*\$)[\s\S]*?\1/g, (words) =>
    words.replace(/[^\n]/g, " "),
  );
}
