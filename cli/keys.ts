import { randomBytes } from "node:crypto";
import { link, readFile, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import { z } from "zod";
import { makeFolder } from "./postgres/folders.ts";

/** Secrets of one installation. In production they come from settings; otherwise the data folder keeps them. */
export interface Keys {
  /** Private ES256 key that signs the hub's own tokens. */
  readonly issuer: JWK & { readonly kid: string };
  /** From which each department's key for signed calls is derived. */
  readonly callKey: string;
  /** Makes residents' pseudonyms in the access record. */
  readonly pseudonymKey: string;
}

const keysSchema = z.object({
  issuer: z.looseObject({ kty: z.string(), kid: z.string() }),
  callKey: z.string().min(32),
  pseudonymKey: z.string().min(32),
});

/** Reads the data folder's keys, making them the first time. Processes that start together get the same ones. */
export async function loadKeys(dataFolder: string): Promise<Keys> {
  const file = join(dataFolder, "keys.json");
  const text = await readFile(file, "utf8").catch(() => createKeys(dataFolder, file));
  return keysSchema.parse(JSON.parse(text));
}

async function createKeys(dataFolder: string, file: string): Promise<string> {
  await makeFolder(dataFolder);
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const issuer = { ...(await exportJWK(privateKey)), kid: randomBytes(8).toString("hex"), alg: "ES256", use: "sig" };
  const keys = { issuer, callKey: randomBytes(32).toString("hex"), pseudonymKey: randomBytes(32).toString("hex") };
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(keys), { mode: 0o600 });
  // A link either makes the whole file or finds another process's file there: never half a file.
  await link(draft, file).catch(() => undefined);
  await unlink(draft);
  return readFile(file, "utf8");
}
