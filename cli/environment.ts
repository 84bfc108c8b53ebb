import { existsSync } from "node:fs";
import { type Config, readConfig } from "../router/config.ts";
import { departmentNames } from "./departments.ts";

/** Reads the settings: a `.env` file of the folder the command runs in, below what is set already. */
export function loadConfig(): Config {
  if (existsSync(".env")) process.loadEnvFile(".env");
  return readConfig(departmentNames);
}
