import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "./tree.ts";

describe("the closing line of a run", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "onedoor-closing-"));
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    writeFileSync(
      join(folder, "vitest.config.ts"),
      `import { closingLine } from ${JSON.stringify(join(root, ".ci/closing-line.ts"))};
       export default { test: { include: ["*.test.ts"], reporters: ["default", closingLine()], globalSetup: "./stop.ts" } };`,
    );
    writeFileSync(join(folder, "stop.ts"), 'export const teardown = () => console.log("stopped");');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test.each([
    ["passing", 'test("a", () => {}); test("b", () => {});', "2 passed, 0 failed, 0 skipped", 0],
    [
      "failing and left out",
      'test("a", () => { throw 1; }); test("b", { skip: true }, () => {});',
      "0 passed, 1 failed, 1 skipped",
      1,
    ],
    [
      "of a group that cannot start",
      'beforeAll(() => { throw 1; }); test("a", () => {});',
      "0 passed, 1 failed, 1 skipped",
      1,
    ],
    ["of a file that cannot be read", 'test("a", () => {}', "0 passed, 1 failed, 0 skipped", 1],
    ["with no test at all", "export {};", "0 passed, 1 failed, 0 skipped", 1],
  ])("counts a run %s", (_what, text, line, status) => {
    writeFileSync(join(folder, "only.test.ts"), `import { beforeAll, test } from "vitest";\n${text}\n`);
    const run = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(run.stdout.trimEnd().split("\n").at(-1)).toBe(line);
    expect(run.status).toBe(status);
  });
});
