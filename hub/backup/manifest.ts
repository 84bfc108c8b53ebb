import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { OperatorError } from "../operator-error.ts";

/** Counts up when an older Onedoor could not restore what is written. */
export const FORMAT = 1;
export const MANIFEST = "manifest.json";

const file = z.object({ path: z.string(), bytes: z.number(), sha256: z.string() });
export type BackedUpFile = z.infer<typeof file>;

const table = z.object({
  schema: z.string(),
  name: z.string(),
  columns: z.array(z.string()).min(1),
  rows: z.number(),
  /** Statements that make it; used for one that no migration makes. */
  definition: z.array(z.string()),
  file,
});
export type BackedUpTable = z.infer<typeof table>;

const sequence = z.object({ schema: z.string(), name: z.string(), lastValue: z.string(), isCalled: z.boolean() });
export type BackedUpSequence = z.infer<typeof sequence>;

const database = z.object({
  departments: z.array(z.string()),
  /** What was applied, in its order by department; "shared" is what every database has. */
  migrations: z.array(z.object({ department: z.string(), name: z.string(), checksum: z.string() })),
  tables: z.array(table),
  sequences: z.array(sequence),
});
export type BackedUpDatabase = z.infer<typeof database>;

const manifest = z.object({
  format: z.literal(FORMAT),
  /** Of the first of the databases; missing in backups from before there were events. */
  beganAt: z.string().optional(),
  madeAt: z.string(),
  onedoor: z.string(),
  postgres: z.string(),
  databases: z.array(database).min(1),
  /** Of the data folder. */
  files: z.array(file),
  /** Names of settings that hold secrets the backup was made under and does not hold. */
  secretSettings: z.array(z.string()),
  /** By which a restore tells that the pseudonyms' key is the one of the records. */
  pseudonymKeyMark: z.string(),
  leftOut: z.array(z.string()),
});
export type Manifest = z.infer<typeof manifest>;

export const LEFT_OUT: readonly string[] = [
  "secrets given as settings (ONEDOOR_CALL_KEY, ONEDOOR_PSEUDONYM_KEY, ONEDOOR_SEAL_KEY, the password in DATABASE_URL): keep them apart",
  "settings: the file of the service, .env, and TLS certificates",
  "passwords of the departments' logins: they are derived again",
  "sessions of people who are signed in: where the administrator's password is another, they sign in again",
  "files of the housing fund that wait in its drop folder, and data that sources elsewhere keep",
  "functions, views and rights that no migration makes",
  "logs, and the built web app",
];

export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), "utf8").catch(() => {
    throw new OperatorError(`${folder} holds no backup (${MANIFEST} is missing): give the folder hub backup has made.`);
  });
  const parsed = z.object({ format: z.number() }).safeParse(json(text));
  if (parsed.success && parsed.data.format > FORMAT) {
    throw new OperatorError("The backup was made by a newer version of Onedoor: restore it with that one.");
  }
  const read = manifest.safeParse(json(text));
  if (read.success) return read.data;
  throw new OperatorError(`${join(folder, MANIFEST)} is damaged: take another backup.`);
}

/** Makes sure, before anything is changed, that every file is there as it was written. */
export async function requireIntact(
  folder: string,
  { databases, files }: Manifest,
  signal: AbortSignal,
): Promise<void> {
  for (const one of [...files, ...databases.flatMap(({ tables }) => tables.map((each) => each.file))]) {
    if (signal.aborted) throw new OperatorError("Stopped: nothing was restored.");
    const path = join(folder, one.path);
    const found = await stat(path).catch(() => null);
    if (found?.size !== one.bytes || (await hashOf(path)) !== one.sha256) {
      throw new OperatorError(`${path} is not as it was backed up: take another backup. Nothing was restored.`);
    }
  }
}

export async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** Tells keys apart without holding one. */
export function markOf(pseudonymKey: string): string {
  return createHash("sha256").update(`onedoor pseudonym key ${pseudonymKey}`).digest("hex").slice(0, 16);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
