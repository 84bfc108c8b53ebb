import { defineConfig } from "vitest/config";
import { closingLine } from "./.ci/closing-line.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    passWithNoTests: false,
    globalSetup: "./test/support/cluster.ts",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    // The first start of a cluster unpacks and initialises PostgreSQL.
    hookTimeout: 120_000,
    retry: 0,
    reporters: ["default", closingLine()],
  },
});
