import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Settings, writeSettings } from "../../bench/contestants/settings.ts";
import { root } from "../repository/tree.ts";
import { type RunningHub, runServer } from "./running-hub.ts";

/** Runs Hive Gateway in front of departments, with the hub's supergraph or another one. */
export async function runHiveGateway(settings: Pick<Settings, "departments" | "supergraph">): Promise<RunningHub> {
  if (!existsSync(join(root, "bench/node_modules/@graphql-hive/gateway-runtime"))) {
    throw new Error("Hive Gateway is not installed: run `npm ci --ignore-scripts` in bench/ first.");
  }
  const whole = { issuer: { name: "", jwksUrl: "" }, databaseUrl: "", callKey: "", ...settings };
  const script = join(root, "bench/contestants/hive-gateway.ts");
  return runServer(["--import", import.meta.resolve("tsx/esm"), script], writeSettings(whole));
}
