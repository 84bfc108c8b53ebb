import type { Reporter, TestModule } from "vitest/node";

/** Prints `N passed, N failed, N skipped` as the very last line of a run. */
export function closingLine(): Reporter {
  return {
    onTestRunEnd(modules, unhandledErrors) {
      const line = summarise(modules, unhandledErrors.length);
      if (process.env["CI"] !== undefined && leavesJourneysOut(modules)) {
        process.stdout.write("A journey in the browser was left out, and none may be.\n");
        process.exitCode = 1;
      }
      // After the run Vitest still stops the database and prints its own lines; only an exit handler comes last.
      process.once("exit", () => process.stdout.write(`${line}\n`));
    },
  };
}

/** A browser that does not start must not turn its tests green by leaving them out. */
export function leavesJourneysOut(modules: readonly TestModule[]): boolean {
  const journeys = modules.filter(({ moduleId }) => /\/test\/browser\//.test(moduleId));
  return journeys.some((module) => [...module.children.allTests()].some((test) => test.result().state === "skipped"));
}

/**
 * Counts what ended in each state. A file or a group that broke outside its tests counts as one failure, because
 * Vitest then calls its tests skipped and the line would look green.
 */
export function summarise(modules: readonly TestModule[], unhandledErrors: number): string {
  const count = { passed: 0, failed: unhandledErrors, skipped: 0 };
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      count[state === "pending" ? "failed" : state] += 1;
    }
    const broken = [module, ...module.children.allSuites()].filter((part) => part.errors().length > 0);
    count.failed += broken.length;
  }
  return `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`;
}
