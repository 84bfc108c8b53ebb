import { readText } from "../repository/tree.ts";
import type { Holder, Verdict } from "./sdl-rules.ts";

const signs: Readonly<Record<string, Verdict>> = { "●": "permitted", "◐": "masked", "·": "UNAUTHORIZED_FIELD_OR_TYPE" };

export interface PermissionPage {
  readonly coordinates: readonly string[];
  /** What the page says a holder gets of a field when a purpose is given. */
  sayOf(coordinate: string, holder: Holder): Verdict;
}

/** Reads schema/permissions.md as a data steward does, by code that shares nothing with what writes it. */
export function readPermissionPage(): PermissionPage {
  const lines = readText("schema/permissions.md").split("\n");
  const [head = [], , ...rows] = lines
    .slice(lines.findIndex((line) => line.startsWith("| field ")))
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  const byCoordinate = new Map(rows.map((row) => [row[1] ?? "", row]));
  return {
    coordinates: [...byCoordinate.keys()],
    sayOf(coordinate, { role, department }) {
      const cell = byCoordinate.get(coordinate)?.[head.indexOf(role)] ?? "";
      const inBrackets = /\((.*)\)/.exec(cell)?.[1]?.split("; ") ?? [];
      const own = inBrackets.find((part) =>
        part
          .slice(2)
          .split(", ")
          .includes(department ?? "-"),
      );
      const verdict = signs[(own ?? cell).slice(0, 1)];
      if (verdict === undefined) throw new Error(`The page says "${cell}" of ${coordinate} for ${role}.`);
      return verdict;
    },
  };
}
