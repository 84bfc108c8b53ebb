import { randomBytes } from "node:crypto";
import { link, open, readFile, rename, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import { z } from "zod";
import { LONGEST_TOKEN_SECONDS } from "../../router/viewer/token.ts";
import { codeOf, OperatorError } from "../operator-error.ts";
import { makeFolder } from "../postgres/folders.ts";
import type { RotatedKey } from "./rotated-keys.ts";

/** Secrets of one installation. In production they come from settings; otherwise the data folder keeps them. */
export interface Keys {
  /** Private ES256 key that signs the hub's own tokens. */
  readonly issuer: JWK & { readonly kid: string };
  /** The public half of the one before, whose tokens are accepted until the longest of them has ended. */
  readonly previousIssuer?: { readonly key: JWK; readonly acceptedUntil: number } | undefined;
  /** From which each department's key for signed calls is derived. */
  readonly callKey: string;
  /** The previous one, which departments also accept while routers are being restarted. */
  readonly previousCallKey?: string | undefined;
  /** Makes residents' pseudonyms in the access record. It is never rotated: see docs/how-to/rotate-keys.md. */
  readonly pseudonymKey: string;
}

const jwkSchema = z.looseObject({ kty: z.string(), kid: z.string() });

const keysSchema = z.object({
  issuer: jwkSchema,
  previousIssuer: z.object({ key: jwkSchema, acceptedUntil: z.number() }).optional(),
  callKey: z.string().min(32),
  previousCallKey: z.string().min(32).optional(),
  pseudonymKey: z.string().min(32),
});

// A token made at the last moment, and clocks that differ a little.
const OVERLAP_MS = (LONGEST_TOKEN_SECONDS + 30) * 1000;

export function keysFile(dataFolder: string): string {
  return join(dataFolder, "keys.json");
}

export function parseKeys(text: string): Keys {
  return keysSchema.parse(JSON.parse(text));
}

/** Reads the data folder's keys, making them the first time. Processes that start together get the same ones. */
export async function loadKeys(dataFolder: string): Promise<Keys> {
  const file = keysFile(dataFolder);
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (codeOf(error) !== "ENOENT") throw error;
    return createKeys(dataFolder, file);
  });
  try {
    return parseKeys(text);
  } catch {
    throw new OperatorError(`${file} holds no usable keys: restore it from a backup.`);
  }
}

/** Puts a new key in place of one; the old one is kept beside it for the overlap. */
export async function rotateKey(dataFolder: string, key: RotatedKey): Promise<Keys> {
  return changeKeys(dataFolder, async (keys) => {
    if (key === "call") return { ...keys, callKey: newSecret(), previousCallKey: keys.callKey };
    const { previousIssuer } = keys;
    if (previousIssuer !== undefined && previousIssuer.acceptedUntil > Date.now()) {
      const until = new Date(previousIssuer.acceptedUntil).toISOString();
      throw new OperatorError(
        `Tokens signed with the previous key are valid until ${until}: rotate again after that, or run hub keys retire issuer first.`,
      );
    }
    const acceptedUntil = Date.now() + OVERLAP_MS;
    return { ...keys, issuer: await newIssuer(), previousIssuer: { key: publicHalf(keys.issuer), acceptedUntil } };
  });
}

/** Ends the overlap: what the old key has signed is refused from now on. */
export async function retireKey(dataFolder: string, key: RotatedKey): Promise<Keys> {
  return changeKeys(dataFolder, ({ previousIssuer, previousCallKey, ...keys }) =>
    key === "call" ? { ...keys, previousIssuer } : { ...keys, previousCallKey },
  );
}

/** What may be shown to everybody of a key. */
export function publicHalf({ kty, crv, x, y, kid, alg, use }: JWK): JWK {
  return { kty, crv, x, y, kid, alg, use } as JWK;
}

async function changeKeys(dataFolder: string, change: (keys: Keys) => Promise<Keys> | Keys): Promise<Keys> {
  // They are there from now on; what is in them is read again once no other process may change it.
  await loadKeys(dataFolder);
  const file = keysFile(dataFolder);
  const draft = `${file}.changing`;
  // Only one process makes the draft: two that rotate at once must not both believe their key is the new one.
  const handle = await open(draft, "wx", 0o600).catch((error: unknown) => {
    if (codeOf(error) !== "EEXIST") throw error;
    throw new OperatorError(`Another process changes the keys. If none does, remove ${draft} and try again.`);
  });
  try {
    const changed = await change(await loadKeys(dataFolder));
    await handle.writeFile(JSON.stringify(changed));
    await handle.sync();
    await handle.close();
    await rename(draft, file);
    return changed;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await unlink(draft).catch(() => undefined);
    throw error;
  }
}

async function createKeys(dataFolder: string, file: string): Promise<string> {
  await makeFolder(dataFolder);
  const keys: Keys = { issuer: await newIssuer(), callKey: newSecret(), pseudonymKey: newSecret() };
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(keys), { mode: 0o600 });
  // A link either makes the whole file or finds another process's file there: never half a file.
  await link(draft, file).catch(() => undefined);
  await unlink(draft);
  return readFile(file, "utf8");
}

async function newIssuer(): Promise<Keys["issuer"]> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomBytes(8).toString("hex"), alg: "ES256", use: "sig" };
}

function newSecret(): string {
  return randomBytes(32).toString("hex");
}
