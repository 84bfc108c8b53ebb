import { cpus, totalmem } from "node:os";
import { contestants } from "./contestants.ts";
import { type Figures, hubBeside, ratioOf, type Results } from "./figures.ts";
import type { Options } from "./options.ts";
import { questions } from "./questions.ts";
import { judge } from "./targets.ts";

const GIB = 1024 ** 3;

/** The table for the terminal. */
export function toTable(results: Results): string {
  const rows = [HEADINGS, ...[...results].map(([name, figures]) => rowOf(results, name, figures))];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join("  "),
  );
  const verdicts = judge(results).map(
    ({ promise, measured, isMet }) => `${isMet ? "met    " : "not met"}  ${promise.replaceAll("`", "")}: ${measured}`,
  );
  return [...lines, ...refusalsOf(results), "", ...verdicts, ""].join("\n");
}

/** The page that is kept in bench/results.md. */
export function toPage(results: Results, options: Options, leftOut: ReadonlyMap<string, string>): string {
  const [processor] = cpus();
  const memory = `${Math.round(totalmem() / GIB)} GiB`;
  return `# What was measured

Written by \`npm run bench\`, ${new Date().toISOString().slice(0, 10)}, on ${cpus().length} × ${processor?.model.trim() ?? "processor"} (${memory}), Node ${process.versions.node}.
The contestants, their departments, PostgreSQL and the load share these processors.

Each contestant answers the same question — ${questions[options.question].what}, ${options.residents} residents in the
register, ${callersOf(options)} — over 64 connections that each ask again
as soon as they are answered. ${options.rounds} rounds of ${options.seconds} s each in turn; the figures are medians. Before that, all of
them have given the same data for the same residents.

${markdownTable([HEADINGS, ...[...results].map(([name, figures]) => rowOf(results, name, figures))])}
${paragraphs(refusalsOf(results))}
"hub ÷ it" says how many answers the hub gives while the contestant gives one (\`hub_in_process\`; for
\`hand_written_fan_out\`, \`hub_over_http\`). Processor time is that of the contestant's own processes, departments that run
alone included, and of PostgreSQL's, for one request. "others" is the share of the machine's work that neither they nor the
load did: the figures mean little where it is large.

${promisesOf(results)}
${paragraphs([...leftOut].map(([name, reason]) => `\`${name}\` was left out: ${reason.split("\n")[0] ?? ""}`))}
## The contestants

${contestants.map(({ name, what }) => `- \`${name}\`: ${what}.`).join("\n")}

The hub checks every field and row, masks, and enters each look in the access record before it answers. The hand-written
handlers verify the token, leave the rows to the same policies in the database, mask and enter the look as well. The other
gateways do none of it: the departments behind them check the caller's token, and nobody writes an access record.
`;
}

const HEADINGS = ["", "requests/s", "p50 ms", "p99 ms", "processor µs", "PostgreSQL µs", "others %", "hub ÷ it"];

function rowOf(results: Results, name: string, figures: Figures): string[] {
  const ratio = ratioOf(results, hubBeside(name), name);
  return [
    name,
    figures.rps.toFixed(0),
    figures.p50.toFixed(1),
    figures.p99.toFixed(1),
    figures.processorTime?.toFixed(0) ?? "—",
    figures.databaseTime?.toFixed(0) ?? "—",
    figures.otherWork === null ? "—" : (100 * figures.otherWork).toFixed(0),
    ratio?.toFixed(2) ?? "—",
  ];
}

function refusalsOf(results: Results): string[] {
  return [...results].flatMap(([name, { refused }]) =>
    refused === 0 ? [] : [`${name} turned ${(100 * refused).toFixed(1)} % of the requests away, being too busy.`],
  );
}

function promisesOf(results: Results): string {
  const rows = judge(results).map(({ promise, measured, isMet }) => [promise, measured, isMet ? "met" : "**not met**"]);
  return rows.length === 0 ? "" : markdownTable([["Promise", "here", ""], ...rows]);
}

function paragraphs(lines: readonly string[]): string {
  return lines.map((line) => `\n${line}\n`).join("");
}

function callersOf({ onePurpose, manyClerks }: Options): string {
  const callers = manyClerks ? "asked by a clerk of every county" : "asked by one clerk";
  return `${callers}, every look for ${onePurpose ? "the same purpose" : "a purpose of its own"}`;
}

function markdownTable([headings = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = headings.map((_, at) => (at === 0 ? "---" : "---:"));
  return [line(headings), line(rule), ...rows.map(line)].join("\n");
}
