import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { root } from "./tree.ts";

let folder = "";
let installed = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "onedoor-launcher-"));
  installed = join(folder, "installed");
  mkdirSync(join(folder, "elsewhere"));
  for (const part of ["cli/hub.mjs", "cli/launch"]) {
    cpSync(join(root, part), join(installed, part), { recursive: true });
  }
  write("package.json", '{ "type": "module" }');
  write(
    "cli/hub.ts",
    'interface A { b: string[] }\nconst a: A = { b: process.argv.slice(2) };\nconsole.log(a.b.join(" "));\n',
  );
  symlinkSync(join(installed, "cli/hub.mjs"), join(folder, "elsewhere/hub"));
  // Would break the hub if the launcher took it for its own.
  writeFileSync(join(folder, "elsewhere/tsconfig.json"), '{ "extends": "./nowhere.json" }');
  symlinkSync(join(root, "node_modules"), join(installed, "node_modules"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(join(installed, path, ".."), { recursive: true });
  writeFileSync(join(installed, path), text);
}

function run(words: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: join(folder, "elsewhere"),
    encoding: "utf8",
    env: { PATH: process.env["PATH"], ...env },
  });
  return { status, stdout: stdout.trim(), stderr: stderr.trim() };
}

const built = (place = join(installed, "dist")) => readdirSync(place).filter((name) => name.startsWith("hub-"));

describe("cli/hub.mjs", { timeout: 60_000 }, () => {
  test("says what to do when the packages are not installed", () => {
    rmSync(join(installed, "node_modules"));
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
    expect(run(["hub", "seed", "--residents", "9"])).toEqual({ status: 0, stdout: "seed --residents 9", stderr: "" });
  });
});

describe("the hub as it is built from its sources", { timeout: 60_000 }, () => {
  test("is built once, and again from whatever differs by a byte", () => {
    const day = new Date("2026-01-01");
    const shown = (text: string) => {
      write("cli/hub.ts", `console.log("${text}");\n`);
      // Neither its size nor its time tells that it was edited.
      utimesSync(join(installed, "cli/hub.ts"), day, day);
      return run(["hub"]).stdout;
    };
    expect([shown("one"), shown("two"), shown("one")]).toEqual(["one", "two", "one"]);
    expect(built()).toHaveLength(2);
  });

  test("has the edit of a source that it imports, and none that is gone", () => {
    write("cli/hub.ts", 'import { word } from "../hub/word.ts";\nconsole.log(word);\n');
    write("hub/word.ts", 'export const word = "one";\n');
    expect(run(["hub"]).stdout).toBe("one");
    write("hub/word.ts", 'export const word = "two";\n');
    expect(run(["hub"]).stdout).toBe("two");
    rmSync(join(installed, "hub/word.ts"));
    expect(run(["hub"])).toEqual({
      status: 2,
      stdout: "",
      stderr: "The hub can't be built:\ncli/hub.ts:1:22  There is no source hub/word.ts.",
    });
  });

  test("tells a fault by file and line, and keeps nothing half", () => {
    write("cli/hub.ts", "const one = 1;\nconst = 2;\n");
    const { status, stderr } = run(["hub"]);
    expect(stderr).toMatch(/^The hub can't be built:\ncli\/hub\.ts:2:7 {2}Expected identifier.*\.$/);
    expect(status).toBe(2);
    expect(readdirSync(join(installed, "dist"))).toEqual([]);
  });

  test("is not built with a kind of error under another name than its own", () => {
    write("hub/one.ts", "export class Lost extends Error {}\n");
    write("hub/two.ts", "export class Lost extends Error {}\n");
    const of = (name: string) => `import { Lost as ${name} } from "../hub/${name}.ts";\n`;
    write("cli/hub.ts", `${of("one")}${of("two")}console.log(new one().message, new two().message);\n`);
    const { status, stderr } = run(["hub"]);
    expect(stderr).toMatch(/^The hub can't be built: more than one class would be called Lost\d/);
    expect(status).toBe(2);
  });

  test("is not built with a package of which nobody can tell what is used", () => {
    write("cli/hub.ts", 'const { parse } = await import("graphql");\nconsole.log(parse);\n');
    const { status, stderr } = run(["hub"]);
    expect(stderr).toBe(
      "The hub can't be built:\ncli/hub.ts:1:32  A package is loaded later by a source of its own that imports what is used of it.",
    );
    expect(status).toBe(2);
  });

  test("is not taken from a build that was killed", async () => {
    const builder = spawn(process.execPath, [join(installed, "cli/launch/build.mjs"), `${installed}/`]);
    await draftIn(join(installed, "dist"), builder);
    builder.kill("SIGKILL");
    await once(builder, "exit");
    expect(run(["hub", "whole"]).stdout).toBe("whole");
  });

  test("is right for each of two that start at once", async () => {
    const two = [1, 2].map(() => spawn(process.execPath, [join(installed, "cli/hub.mjs"), "both"]));
    const said = two.map((child) => once(child.stdout.setEncoding("utf8"), "data"));
    expect((await Promise.all(said)).flat()).toEqual(["both\n", "both\n"]);
    expect(built()).toHaveLength(1);
  });

  test("stays while a hub runs from it, however many newer ones are built, and no longer", async () => {
    write("hub/later.ts", 'export const later = "later";\n');
    write(
      "cli/hub.ts",
      'console.log("up");\nprocess.stdin.once("data", async () => {\n' +
        '  console.log((await import("../hub/later.ts")).later);\n  process.exit();\n});\n',
    );
    const running = spawn(process.execPath, [join(installed, "cli/hub.mjs"), "start"]);
    await once(running.stdout.setEncoding("utf8"), "data");
    const [first = ""] = built();
    const buildAnother = (word: number) => {
      write("cli/hub.ts", `console.log("${word}");\n`);
      expect(run(["hub"]).stdout).toBe(String(word));
    };
    for (const word of [1, 2, 3, 4, 5]) buildAnother(word);
    expect(built()).toContain(first);
    running.stdin.write("\n");
    expect(await once(running.stdout, "data")).toEqual(["later\n"]);
    await once(running, "exit");
    for (const word of [6, 7, 8, 9]) buildAnother(word);
    expect(built()).not.toContain(first);
    expect(built()).toHaveLength(4);
  });

  test("names the sources in its errors", () => {
    write("cli/hub.ts", 'import { fail } from "../hub/fail.ts";\n\nfail();\n');
    write("hub/fail.ts", 'interface Unused {}\n\nexport function fail(): never {\n  throw new RangeError("no");\n}\n');
    const { stderr } = run(["hub"]);
    expect(stderr).toMatch(/at .*fail .*installed\/hub\/fail\.ts:4:9/);
    expect(stderr).toMatch(/installed\/cli\/hub\.ts:3:/);
  });

  test("finds files beside a source where the source lies", () => {
    write(
      "cli/hub.ts",
      'import { readFileSync } from "node:fs";\nconsole.log(readFileSync(new URL("./a.txt", import.meta.url), "utf8"));\n',
    );
    write("cli/a.txt", "beside");
    expect(run(["hub"]).stdout).toBe("beside");
  });

  test("is kept in the data folder where the installation can't hold it, and run from there only as long as it is safe", () => {
    const data = join(folder, "data");
    write("dist", "a file");
    const env = { ONEDOOR_DATA: data, TMPDIR: folder };
    expect(run(["hub", "kept"], env).stdout).toBe("kept");
    const place = join(data, "program");
    const before = statSync(join(place, built(place)[0] ?? "")).mtimeMs;
    expect(run(["hub", "again"], env).stdout).toBe("again");
    expect(statSync(join(place, built(place)[0] ?? "")).mtimeMs).toBe(before);
    chmodSync(place, 0o777);
    expect(run(["hub", "safe"], env).stdout).toBe("safe");
    expect(built(join(folder, `onedoor-${process.getuid?.() ?? "program"}`))).toHaveLength(1);
  });
});

/** Waits until a build is under way. */
async function draftIn(place: string, builder: ChildProcess): Promise<void> {
  while (builder.exitCode === null) {
    if (existsSync(place) && readdirSync(place).some((name) => name.startsWith(".building-"))) return;
    await new Promise((again) => setTimeout(again, 1));
  }
  throw new Error("The build was over before it was seen.");
}
