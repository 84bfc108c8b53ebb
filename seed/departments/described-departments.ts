import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DescribedRows } from "../../subgraphs/shared/rows/described-table.ts";

const subgraphs = fileURLToPath(new URL("../../subgraphs", import.meta.url));

/** The description of rows of every department that has one. They are found, not listed: a department is one line less. */
export const describedDepartments: ReadonlyMap<string, DescribedRows> = new Map(
  await Promise.all(
    readdirSync(subgraphs)
      .sort()
      .filter((department) => existsSync(join(subgraphs, department, "rows.ts")))
      .map(async (department) => {
        // Written like this, the bundler finds them too.
        const { rows } = (await import(`../../subgraphs/${department}/rows.ts`)) as { rows: DescribedRows };
        return [department, rows] as const;
      }),
  ),
);
