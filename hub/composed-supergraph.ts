import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { departmentNames } from "../subgraphs/index.ts";
import { readRootFile } from "./installed-files.ts";

const KEPT = /^supergraph-[0-9a-f]{64}\.graphql$/;

/**
 * The supergraph of the departments as their SDL is now. It is composed once for one SDL and kept in the built hub's
 * folder: that folder's name stands for everything that composes, and the file's for every text that is composed.
 */
export async function composedSupergraph(compose: () => Promise<string>): Promise<string> {
  const folder = builtFolder();
  const name = nameOfContracts();
  const kept = folder === null ? null : readKept(join(folder, name));
  if (kept !== null) return kept;
  const supergraph = await compose();
  // Of an SDL that was edited meanwhile, nobody knows which one was composed.
  if (folder !== null && nameOfContracts() === name) keep(folder, name, supergraph);
  return supergraph;
}

/** Null when run from sources, which may change below the same name. */
function builtFolder(): string | null {
  return /^hub-[0-9a-f]{32}$/.test(basename(import.meta.dirname)) ? import.meta.dirname : null;
}

function nameOfContracts(): string {
  const files = ["shared/prelude.graphql", ...departmentNames.map((name) => `${name}/schema.graphql`)];
  const hash = createHash("sha256");
  for (const file of files) {
    const text = readRootFile(`subgraphs/${file}`);
    hash.update(`${file} ${text.length}\n`).update(text);
  }
  return `supergraph-${hash.digest("hex")}.graphql`;
}

function readKept(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** Where the folder can't be written to, it is composed again each time. */
function keep(folder: string, name: string, supergraph: string): void {
  const draft = join(folder, `${name}.${process.pid}`);
  try {
    for (const old of readdirSync(folder).filter((file) => KEPT.test(file))) rmSync(join(folder, old), { force: true });
    writeFileSync(draft, supergraph);
    renameSync(draft, join(folder, name));
  } catch {
    rmSync(draft, { force: true });
  }
}
