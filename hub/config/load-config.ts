import { existsSync } from "node:fs";
import { departmentNames } from "../../subgraphs/index.ts";
import { OperatorError } from "../operator-error.ts";
import { type Config, readConfig } from "./config.ts";

/** Reads the settings: a `.env` file of the folder the command runs in, below what is set already. */
export function loadConfig(): Config {
  if (existsSync(".env")) loadFile();
  return readConfig(departmentNames);
}

function loadFile(): void {
  try {
    process.loadEnvFile(".env");
  } catch (error) {
    throw new OperatorError("The file .env can't be read: give this user the right to read it, or move it away.", {
      cause: error,
    });
  }
}
