/** A table of a page in Markdown: the words of its head, and the cells of each row. */
export interface PageTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Reads the table whose first column has this head; an empty one where the page has none. */
export function readPageTable(page: string, firstColumn: string): PageTable {
  const lines = page.split("\n");
  const begin = lines.findIndex((line) => line.startsWith(`| ${firstColumn} |`));
  if (begin < 0) return { head: [], rows: [] };
  const end = lines.findIndex((line, at) => at > begin && !line.startsWith("|"));
  const [head = [], , ...rows] = lines.slice(begin, end < 0 ? undefined : end).map(cellsOf);
  return { head, rows };
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, -1)
    .split("|")
    .map((cell) => cell.trim());
}
