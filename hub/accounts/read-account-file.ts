import { readFile, stat } from "node:fs/promises";
import { type FileRow, readAccountFile } from "../../schema/account-file.ts";
import { OperatorError } from "../operator-error.ts";

const MOST_BYTES = 32 * 1024 * 1024;

/** Reads a file of accounts from a disk. What is wrong with a row is said of that row, and ends nothing. */
export async function readFileOfAccounts(path: string): Promise<readonly FileRow[]> {
  const { size } = await stat(path).catch(() => {
    throw new OperatorError(`${path} can't be read: check the path and its rights.`);
  });
  if (size > MOST_BYTES) throw new OperatorError(`${path} is longer than ${MOST_BYTES} bytes: split it.`);
  const file = readAccountFile(await readFile(path));
  if (file.kind === "rows") return file.rows;
  switch (file.fault) {
    case "encoding":
      throw new OperatorError(`${path} is no text in UTF-8, UTF-16 with its mark, or GB18030: save it as CSV again.`);
    case "columns":
      throw new OperatorError(`The first line must name the columns; it lacks ${file.missing.join(", ")}.`);
    case "empty":
      throw new OperatorError(`There are no accounts in ${path}: only the line that names the columns.`);
  }
}

/** What is wrong with the form of a line. */
export const faultOfLine = {
  quotes: "The line is not as CSV has it: a quote is open, or it is too long.",
  values: "The line does not have as many values as the first line has columns.",
} as const;
