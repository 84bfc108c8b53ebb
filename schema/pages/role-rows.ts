import type { Roles } from "../roles.ts";
import { readPageTable } from "./page-table.ts";

const FIRST_COLUMN = "role";
const COLUMNS = ["purposes", "certificate", "never together with", "roles it gives"] as const;

/** What roles may do beside reading fields, as it stands on the page that is approved. */
export function roleRows(roles: Roles): string[] {
  return [
    `One person holds ${roles.mostRoles} roles at most.`,
    "",
    `| ${FIRST_COLUMN} | ${COLUMNS.join(" | ")} |`,
    `| --- |${" --- |".repeat(COLUMNS.length)}`,
    ...roles.names.map((role) => {
      const cells = [
        listed([...roles.purposesOf([role])]),
        roles.certificateOf(role) ?? "none",
        listed(roles.conflictsOf(role)),
        listed([...roles.grantedBy([role])]),
      ];
      return `| ${role} | ${cells.join(" | ")} |`;
    }),
  ];
}

/** What is different of a role from the page as it was, in words; "roles" for what is said of all. */
export function changesOfRoles(page: string, before: string): ReadonlyMap<string, string> {
  const old = new Map(readPageTable(before, FIRST_COLUMN).rows.map(([role = "", ...cells]) => [role, cells]));
  const changes = new Map<string, string>();
  const [most, mostBefore] = [mostRolesIn(page), mostRolesIn(before)];
  if (most !== mostBefore) changes.set("roles", `one person would hold ${most} at most, and ${mostBefore} before`);
  for (const [role = "", ...cells] of readPageTable(page, FIRST_COLUMN).rows) {
    const was = old.get(role);
    const changed = COLUMNS.flatMap((column, at) => {
      const [is, wasThen] = [cells[at] ?? "", was?.[at] ?? "not there"];
      return is === wasThen ? [] : [`${column} would be ${is}, and was ${wasThen}`];
    });
    if (changed.length > 0) changes.set(role, changed.join("; "));
  }
  return changes;
}

function mostRolesIn(page: string): string {
  return /^One person holds (\d+) roles at most\.$/m.exec(page)?.[1] ?? "any number";
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}
