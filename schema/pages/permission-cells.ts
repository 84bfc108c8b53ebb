import type { Decision } from "../decision.ts";

/** What one role gets of a field: the same in every department, but for the departments named. */
export interface Cell {
  readonly everywhere: Decision;
  readonly within: ReadonlyMap<string, Decision>;
}

const signs: Readonly<Record<Decision, string>> = { value: "●", masked: "◐", refused: "·" };
const decisions = new Map(Object.entries(signs).map(([decision, sign]) => [sign, decision as Decision]));

/** `◐ (● population)`: masked, and whole for the officers of Population. */
export function writeCell({ everywhere, within }: Cell): string {
  const others = (["value", "masked", "refused"] as const).flatMap((decision) => {
    const departments = [...within].filter(([, one]) => one === decision && one !== everywhere).map(([name]) => name);
    return departments.length === 0 ? [] : [`${signs[decision]} ${departments.sort().join(", ")}`];
  });
  return others.length === 0 ? signs[everywhere] : `${signs[everywhere]} (${others.join("; ")})`;
}

/** Reads a cell; one that is not there, or says nothing that is known, counts as refused. */
export function readCell(text: string): Cell {
  const [, sign = "", others = ""] = /^(\S+)(?: \((.*)\))?$/.exec(text.trim()) ?? [];
  const within = others.split("; ").flatMap((part) => {
    const [, of = "", departments = ""] = /^(\S+) (.*)$/.exec(part) ?? [];
    const decision = decisions.get(of);
    return decision === undefined ? [] : departments.split(", ").map((name) => [name, decision] as const);
  });
  return { everywhere: decisions.get(sign) ?? "refused", within: new Map(within) };
}
