import { fileURLToPath } from "node:url";
import { readCheckouts } from "./checkouts.ts";
import { markdownTable, machineOf } from "./report.ts";
import type { Section } from "./page.ts";

/** A checkout to measure. */
export interface Side {
  readonly name: string;
  readonly folder: string;
}

/** One thing that people wait for, of each side in turn. */
export interface Waited {
  readonly what: string;
  /** So many times the first of the others, at most. */
  readonly atMost: number;
  /** For each side, the figures of all rounds. */
  readonly rounds: readonly (readonly number[])[];
}

/** The checkouts that HUB_BEFORE names, and this one, which comes last. */
export function sidesToMeasure(): readonly Side[] {
  const others = readCheckouts().flatMap(({ folder, what }) => (folder === null ? [] : [{ name: what, folder }]));
  return [...others, { name: "now", folder: fileURLToPath(new URL("../", import.meta.url)) }];
}

/** A table of what was waited for, and whether each bound is kept. */
export function waitedSection(title: string, text: string, sides: readonly Side[], all: readonly Waited[]): Section {
  const head = ["", ...sides.map(({ name }) => name), "now ÷ before", "at most", ""];
  const rows = all.map(({ what, atMost, rounds }) => {
    const ratio = ratioOf(rounds);
    const told =
      ratio === null ? ["—", "", "not measured"] : [ratio.toFixed(2), String(atMost), verdictOf(ratio, atMost)];
    return [what, ...rounds.map((figures) => medianOf(figures).toFixed(2)), ...told];
  });
  return { title, text: `${text} Measured ${machineOf()}.\n\n${markdownTable([head, ...rows])}` };
}

/** For the terminal, as soon as it is known. */
export function lineOf({ what, atMost, rounds }: Waited, sides: readonly Side[]): string {
  const told = sides.map(({ name }, at) => `${name} ${medianOf(rounds[at] ?? []).toFixed(2)}`).join("   ");
  const ratio = ratioOf(rounds);
  return `${what.padEnd(32)} ${told}${ratio === null ? "" : `   ${ratio.toFixed(2)} × (at most ${atMost})`}`;
}

function verdictOf(ratio: number, atMost: number): string {
  return ratio <= atMost ? "met" : "not met";
}

function ratioOf(rounds: readonly (readonly number[])[]): number | null {
  const [before, ...later] = rounds.map(medianOf);
  const now = later.at(-1);
  return before === undefined || now === undefined ? null : now / before;
}

function medianOf(figures: readonly number[]): number {
  return [...figures].sort((one, other) => one - other)[figures.length >> 1] ?? NaN;
}
