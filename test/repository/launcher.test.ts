import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "./tree.ts";

describe("cli/hub.mjs", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "onedoor-launcher-"));
    mkdirSync(join(folder, "installed/cli"), { recursive: true });
    mkdirSync(join(folder, "elsewhere"));
    cpSync(join(root, "cli/hub.mjs"), join(folder, "installed/cli/hub.mjs"));
    writeFileSync(join(folder, "installed/package.json"), '{ "type": "module" }');
    const hub =
      'interface A { b: string[] }\nconst a: A = { b: process.argv.slice(2) };\nconsole.log(a.b.join(" "));\n';
    writeFileSync(join(folder, "installed/cli/hub.ts"), hub);
    symlinkSync(join(folder, "installed/cli/hub.mjs"), join(folder, "elsewhere/hub"));
    // Would break the hub if the launcher took it for its own.
    writeFileSync(join(folder, "elsewhere/tsconfig.json"), '{ "extends": "./nowhere.json" }');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const run = (words: string[], cwd = "elsewhere") => {
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: join(folder, cwd), encoding: "utf8" });
    return { status, stdout: stdout.trim(), stderr: stderr.trim() };
  };

  test("says what to do when the packages are not installed", () => {
    const { status, stderr } = run(["../installed/cli/hub.mjs"]);
    expect(stderr).toBe("Onedoor's packages are not installed: run `npm ci` in its folder first.");
    expect(status).toBe(2);
  });

  test("says which Node it needs to one that is too old", () => {
    const old = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.18.3" } })';
    const { status, stderr } = run(["--import", `data:text/javascript,${encodeURIComponent(old)}`, "hub"]);
    expect(stderr).toBe("Onedoor needs Node 20.19 or later, and this is Node 20.18.3.");
    expect(status).toBe(2);
  });

  test("runs hub.ts from any folder, through a link as npm makes one", () => {
    symlinkSync(join(root, "node_modules"), join(folder, "installed/node_modules"));
    expect(run(["hub", "seed", "--residents", "9"])).toEqual({ status: 0, stdout: "seed --residents 9", stderr: "" });
  });
});
