import { cpus, totalmem } from "node:os";
import { type Figures, ratioOf, type Results } from "./figures.ts";
import { judge, type Verdict } from "./marks.ts";
import type { Options } from "./options.ts";
import type { Section } from "./page.ts";
import type { Workload } from "./workloads/workload.ts";

const GIB = 1024 ** 3;
const MB = 1e6;

/** What one run of a workload gave. */
export interface Measured {
  readonly workload: Workload;
  readonly results: Results;
  /** Why, by name. */
  readonly leftOut: ReadonlyMap<string, string>;
}

/** The table for the terminal. */
export function toTable({ workload, results, leftOut }: Measured): string {
  const rows = tableOf(workload, results);
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join("  "),
  );
  const verdicts = judge(workload.marks, results).map(
    (verdict) => `${wordOf(verdict).padEnd(12)}  ${verdict.promise.replaceAll("`", "")}: ${verdict.measured}`,
  );
  return [workload.title, ...lines, ...refusalsOf(results), ...absencesOf(leftOut), "", ...verdicts, ""].join("\n");
}

/** Its part of bench/results.md. */
export function toSection({ workload, results, leftOut }: Measured, options: Options): Section {
  const verdicts = judge(workload.marks, results).map((verdict) => [
    verdict.promise,
    verdict.measured,
    wordOf(verdict),
  ]);
  return {
    title: workload.title,
    text: [
      `Asked is ${workload.what}. ${conditionsOf(options, workload)}`,
      markdownTable(tableOf(workload, results)),
      ...refusalsOf(results),
      verdicts.length === 0 ? "" : markdownTable([["Promise", "here", ""], ...verdicts]),
      absencesOf(leftOut).join("\n"),
      workload.contestants.map(({ name, what }) => `- \`${name}\`: ${what}.`).join("\n"),
      workload.note,
    ]
      .filter((paragraph) => paragraph !== "")
      .join("\n\n"),
  };
}

/** Where and when: each table tells it of its own run. */
export function machineOf(): string {
  const [processor] = cpus();
  const memory = `${Math.round(totalmem() / GIB)} GiB`;
  const model = processor?.model.trim() ?? "processor";
  return `${new Date().toISOString().slice(0, 10)}, on ${cpus().length} × ${model} (${memory}), Node ${process.versions.node}`;
}

function conditionsOf({ rounds, seconds, residents }: Options, { beside }: Workload): string {
  const register = beside.key === "databaseTime" ? `, ${residents} residents in the register` : "";
  return `Measured ${machineOf()}: ${rounds} rounds of ${seconds} s in turn${register}.`;
}

function tableOf(workload: Workload, results: Results): string[][] {
  const { heading } = workload.beside;
  const headings = ["", "requests/s", "p50 ms", "p99 ms", "processor µs", heading, "memory MB", "others %", "hub ÷ it"];
  return [headings, ...[...results].map(([name, figures]) => rowOf(workload, results, name, figures))];
}

function rowOf(workload: Workload, results: Results, name: string, figures: Figures): string[] {
  const ratio = ratioOf(results, workload.hubBeside(name), name);
  return [
    name,
    figures.rps.toFixed(0),
    figures.p50.toFixed(1),
    figures.p99.toFixed(1),
    figures.processorTime?.toFixed(0) ?? "—",
    figures.besideTime?.toFixed(0) ?? "—",
    figures.memory === null ? "—" : (figures.memory / MB).toFixed(0),
    figures.otherWork === null ? "—" : (100 * figures.otherWork).toFixed(0),
    ratio?.toFixed(2) ?? "—",
  ];
}

function refusalsOf(results: Results): string[] {
  return [...results].flatMap(([name, { refused }]) =>
    refused === 0 ? [] : [`${name} turned ${(100 * refused).toFixed(1)} % of the requests away, being too busy.`],
  );
}

function absencesOf(leftOut: ReadonlyMap<string, string>): string[] {
  return [...leftOut].map(([name, reason]) => `- \`${name}\` was not run: ${reason.split("\n")[0] ?? ""}`);
}

function wordOf({ isMet }: Verdict): string {
  if (isMet === null) return "not measured";
  return isMet ? "met" : "not met";
}

export function markdownTable([headings = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = headings.map((_, at) => (at === 0 ? "---" : "---:"));
  return [line(headings), line(rule), ...rows.map(line)].join("\n");
}
