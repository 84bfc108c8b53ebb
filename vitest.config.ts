import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { closingLine } from "./.ci/closing-line.ts";

export default defineConfig({
  // Vite would take graphql's ES module while @apollo/subgraph requires the other: two copies that refuse each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve("graphql")) }] },
  test: {
    include: ["test/**/*.test.ts"],
    passWithNoTests: false,
    globalSetup: "./test/support/cluster.ts",
    pool: "forks",
    maxWorkers: 2,
    // A machine that others use too can stall for seconds. What fails twice is wrong.
    retry: process.env["CI"] === undefined ? 0 : 1,
    testTimeout: 20_000,
    // The first start of a cluster unpacks and initialises PostgreSQL.
    hookTimeout: 120_000,
    reporters: ["default", closingLine()],
  },
});
