import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { DescribedRows } from "../../subgraphs/shared/rows/described-table.ts";

const subgraphs = join(import.meta.dirname, "../../subgraphs");

/** The description of rows of every department that has one. They are found, not listed: a department is one line less. */
export const describedDepartments: ReadonlyMap<string, DescribedRows> = new Map(
  await Promise.all(
    readdirSync(subgraphs)
      .sort()
      .map((department) => [department, join(subgraphs, department, "rows.ts")] as const)
      .filter(([, file]) => existsSync(file))
      .map(async ([department, file]) => {
        const { rows } = (await import(pathToFileURL(file).href)) as { rows: DescribedRows };
        return [department, rows] as const;
      }),
  ),
);
