import type { Finding } from "../schema/lint/finding.ts";

/** Every line of the role × field table that is not as the data stewards approved it. */
export function compareWithApproved(table: string, approved: string): Finding[] {
  const [now, before] = [rowsOf(table), rowsOf(approved)];
  const finding = (coordinate: string, message: string) => ({ rule: "not-approved", coordinate, message });
  const changed = [...now].flatMap(([coordinate, row]) => {
    const old = before.get(coordinate);
    if (old === row) return [];
    return [finding(coordinate, `the table says ${row}; approved was ${old ?? "nothing"}. ${WHAT_TO_DO}`)];
  });
  const gone = [...before.keys()].filter((coordinate) => !now.has(coordinate));
  return [...changed, ...gone.map((coordinate) => finding(coordinate, `it was approved and is gone. ${WHAT_TO_DO}`))];
}

const WHAT_TO_DO = "Undo it, or have schema/permissions.approved.md changed and reviewed (CONTRIBUTING.md).";

/** Lines of the table by their first cell; the head, which names the roles, is one of them. */
function rowsOf(table: string): ReadonlyMap<string, string> {
  const rows = table.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| ---"));
  return new Map(
    rows.map((line) => {
      const [coordinate = "", ...cells] = line.slice(2, -2).split(" | ");
      return [coordinate === "field" ? "roles" : coordinate, cells.join(" | ").trim()];
    }),
  );
}
