import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { root } from "../repository/tree.ts";

const SECRET = "329901199001010016";

/** Runs a process that serves until it is told to stop, and in which `script` happens. */
function serveAnd(script: string): { code: number | null; stderr: string; stdout: string } {
  const program = `
    import { closeOnSignal } from "./hub/shutdown.ts";
    import { createLogger } from "./router/telemetry/logger.ts";
    const steps = ["first", "second"].map((name) => async () => console.log(name));
    setInterval(() => undefined, 1_000);
    setTimeout(() => { ${script} }, 10);
    await closeOnSignal(steps, createLogger("info"));
    process.exit(0);`;
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "-e", program],
    { cwd: root, encoding: "utf8" },
  );
  return { code: status, stderr, stdout };
}

describe("closeOnSignal", () => {
  test.each(["SIGTERM", "SIGINT"])("closes what was opened last first, on %s", (signal) => {
    const { code, stdout } = serveAnd(`process.kill(process.pid, "${signal}");`);
    expect([code, stdout]).toEqual([0, "second\nfirst\n"]);
  });

  test.each([
    ["an error nobody catches", `throw Object.assign(new Error("${SECRET}"), { query: "${SECRET}", code: "57P01" });`],
    ["a promise nobody waits for", `Promise.reject(Object.assign(new Error("${SECRET}"), { code: "57P01" }));`],
  ])("ends the process with one line of the log, without the error's words, after %s", (_what, script) => {
    const { code, stderr } = serveAnd(script);
    expect(code).toBe(1);
    expect(stderr).not.toContain(SECRET);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(stderr)).toMatchObject({ level: "fatal", error: { type: "Error", code: "57P01" } });
  });
});
