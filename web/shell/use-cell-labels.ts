import { type RefObject, useEffect } from "react";

/**
 * Writes the heading of its column on each cell of the tables on a page: on a narrow screen a row stands as lines, each
 * with its label (tables.css). It looks at what is drawn, so that no table has to care.
 */
export function useCellLabels(page: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const whole = page.current;
    if (whole === null) return;
    const label = () => whole.querySelectorAll("table").forEach(labelCells);
    label();
    const observer = new MutationObserver(label);
    observer.observe(whole, { childList: true, characterData: true, subtree: true });
    return () => observer.disconnect();
  }, [page]);
}

function labelCells(table: HTMLTableElement): void {
  const labels = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.textContent);
  for (const body of table.tBodies) {
    for (const { cells } of body.rows) {
      for (const cell of cells) {
        const text = cell.colSpan > 1 ? "" : (labels[cell.cellIndex] ?? "");
        if (cell.dataset["label"] !== text) cell.dataset["label"] = text;
      }
    }
  }
}
