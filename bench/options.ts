import { parseArgs } from "node:util";
import { type QuestionName, questions } from "./questions.ts";

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
  readonly onePurpose: boolean;
  /** False where one clerk asks, whose reads the hub can join. */
  readonly manyClerks: boolean;
  readonly question: QuestionName;
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
  --one-purpose        every look has the same purpose
  --one-clerk          one clerk asks for one township, and not a clerk of every county: the hub can join reads
  --question <name>    flagship: one resident (the default); list: 20 residents`;

export function readOptions(argv: readonly string[], known: readonly string[]): Options {
  const { values } = parse(argv);
  const short = values.short === true;
  const only = values.only?.split(",").map((name) => name.trim());
  const unknown = only?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0) {
    throw new UsageError(`There is no contestant ${unknown.join(", ")}: --only takes ${known.join(", ")}.`);
  }
  return {
    json: values.json === true,
    seconds: readNumber("--seconds", values.seconds, short ? 1.5 : 5),
    rounds: Math.ceil(readNumber("--rounds", values.rounds, short ? 2 : 5)),
    warmUpSeconds: short ? 3 : 6,
    residents: Math.ceil(readNumber("--residents", values.residents, short ? 5_000 : 20_000)),
    only: only ?? null,
    onePurpose: values["one-purpose"] === true,
    manyClerks: values["one-clerk"] !== true,
    question: readQuestion(values.question),
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
        "one-purpose": { type: "boolean" },
        "one-clerk": { type: "boolean" },
        question: { type: "string" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
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
