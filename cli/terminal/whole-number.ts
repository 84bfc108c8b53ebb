import { OperatorError } from "../../hub/operator-error.ts";

/** Reads a whole number from the command line, or says which option was wrong and what it takes. */
export function readWhole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new OperatorError(`${name} takes a whole number from ${least} to ${most}, not "${text}".`);
}
