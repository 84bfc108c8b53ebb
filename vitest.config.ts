import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { closingLine } from "./.ci/closing-line.ts";

// Vite would take graphql's ES module while @apollo/subgraph requires the other: two copies that refuse each other.
const resolve = { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve("graphql")) }] };

/** They measure their own process, and with it whatever other files have left there. */
const MEASURED = /measure-document|read-operation|resilience|admission|auth-routes|linear-readers/;
/** A hub, a browser and a department that is killed, for itself. */
const BROWSER = /^test\/browser\//;

/** Files whose worker keeps its modules from one to the next: loading and compiling them takes longer than most files (docs/adr/0075). */
const shared = readdirSync(new URL("test/", import.meta.url), { recursive: true, encoding: "utf8" })
  .map((file) => `test/${file.replaceAll("\\", "/")}`)
  .filter((file) => file.endsWith(".test.ts") && !MEASURED.test(file) && !BROWSER.test(file));

const each = {
  pool: "forks",
  // A machine that others use too can stall for seconds. What fails twice is wrong.
  retry: process.env["CI"] === undefined ? 0 : 1,
  testTimeout: 20_000,
  // The first start of a cluster unpacks and initialises PostgreSQL.
  hookTimeout: 120_000,
} as const;

export default defineConfig({
  test: {
    passWithNoTests: false,
    globalSetup: "./test/support/cluster.ts",
    maxWorkers: 2,
    reporters: ["default", closingLine()],
    projects: [
      {
        resolve,
        test: { ...each, name: "shared", isolate: false, setupFiles: "./test/support/given-back.ts", include: shared },
      },
      { resolve, test: { ...each, name: "alone", include: ["test/**/*.test.ts"], exclude: shared } },
    ],
  },
});
