import { parseArgs } from "node:util";
import { type QuestionName, questions } from "./questions.ts";
import { allWorkloads, workloadsByName } from "./workloads/workloads.ts";
import type { Workload } from "./workloads/workload.ts";

export interface Options {
  /** Print the figures as JSON. */
  readonly json: boolean;
  /** How long one contestant is measured in one round. */
  readonly seconds: number;
  readonly rounds: number;
  readonly warmUpSeconds: number;
  readonly residents: number;
  /** Names of the contestants to measure; null for all. */
  readonly only: readonly string[] | null;
  /** What is measured, one after the other. */
  readonly workloads: readonly Workload[];
  /** Also what people wait for. */
  readonly starts: boolean;
  /** Also what tests take, over each nth of their files; null for none. */
  readonly tests: number | null;
}

/** The command line makes no sense; the message says why. */
export class UsageError extends Error {}

export const USAGE = `npm run bench -- [options]
  --json               print {rps, p50, p99, ratios} on stdout instead of a table
  --seconds <n>        how long each contestant is measured in each round (5)
  --rounds <n>         how many rounds; the median of them counts (5)
  --short              a look in under a minute: 2 rounds of 1.5 seconds
  --only <a,b>         only these contestants
  --residents <n>      size of the population register (20000; 5000 with --short)
  --workload <name>    counter: the hub and its departments (the default); router-alone: routers over six bare subgraphs;
                       gateways: routers over four, a deep nested list
  --all                every workload in turn, the counter's in all its forms, and --starts; bench/results.md is written after each

of the counter:
  --one-purpose        every look has the same purpose
  --one-clerk          one clerk asks for one township, and not a clerk of every county: the hub can join reads
  --question <name>    flagship: one resident (the default); list: 20 residents

instead of a workload:
  --starts             what people wait for: starts, commands, memory, room on the disk
  --tests <n>          processor time of npm test, over each nth of the test files that this checkout and those of HUB_BEFORE have

environment:
  HUB_BEFORE           checkouts of the hub to be measured beside it, one or several as in PATH
  HIVE_ROUTER          the program of Hive Router (crate hive-router 0.2.0, feature graphiql)`;

export function readOptions(argv: readonly string[]): Options {
  const { values } = parse(argv);
  const short = values.short === true;
  const tests = values.tests === undefined ? null : Math.ceil(readNumber("--tests", values.tests, 1));
  const alone = values.starts === true || tests !== null;
  if (alone && (values.all === true || values.workload !== undefined)) {
    throw new UsageError("--starts and --tests stand for themselves: leave --all and --workload out.");
  }
  const workloads = alone ? [] : readWorkloads(values);
  return {
    json: values.json === true,
    seconds: readNumber("--seconds", values.seconds, short ? 1.5 : 5),
    rounds: Math.ceil(readNumber("--rounds", values.rounds, short ? 2 : 5)),
    warmUpSeconds: short ? 3 : 6,
    residents: Math.ceil(readNumber("--residents", values.residents, short ? 5_000 : 20_000)),
    only: readOnly(values.only, workloads),
    workloads,
    starts: values.starts === true || values.all === true,
    tests,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        json: { type: "boolean" },
        short: { type: "boolean" },
        seconds: { type: "string" },
        rounds: { type: "string" },
        only: { type: "string" },
        residents: { type: "string" },
        workload: { type: "string" },
        all: { type: "boolean" },
        starts: { type: "boolean" },
        tests: { type: "string" },
        "one-purpose": { type: "boolean" },
        "one-clerk": { type: "boolean" },
        question: { type: "string" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

type Values = ReturnType<typeof parse>["values"];

function readWorkloads(values: Values): readonly Workload[] {
  const ofCounter = (["one-purpose", "one-clerk", "question"] as const).filter((name) => values[name] !== undefined);
  const isCounter = values.workload === undefined || values.workload === "counter";
  const all = values.all === true;
  if (all && values.workload !== undefined) throw new UsageError("--all runs every workload: leave --workload out.");
  if (ofCounter.length > 0 && (all || !isCounter)) {
    throw new UsageError(`--${ofCounter.join(", --")} can be said of the workload counter alone.`);
  }
  const form = {
    question: readQuestion(values.question),
    manyClerks: values["one-clerk"] !== true,
    onePurpose: values["one-purpose"] === true,
  };
  if (all) return allWorkloads;
  const known = workloadsByName(form);
  const name = values.workload ?? "counter";
  const found = known.get(name);
  if (found !== undefined) return [found];
  throw new UsageError(`There is no workload ${name}: --workload takes ${[...known.keys()].join(", ")}.`);
}

function readOnly(text: string | undefined, workloads: readonly Workload[]): readonly string[] | null {
  if (text === undefined) return null;
  const known = new Set(workloads.flatMap(({ contestants }) => contestants.map(({ name }) => name)));
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length === 0) return names;
  throw new UsageError(`There is no contestant ${unknown.join(", ")}: --only takes ${[...known].join(", ")}.`);
}

function readNumber(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new UsageError(`${name} takes a number above 0, not "${text}".`);
}

function readQuestion(name = "flagship"): QuestionName {
  if (name === "flagship" || name === "list") return name;
  throw new UsageError(`There is no question ${name}: --question takes ${Object.keys(questions).join(", ")}.`);
}
