import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { link, readFile, rename, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { codeOf, OperatorError } from "../operator-error.ts";
import { makeFolder } from "../postgres/folders.ts";
import { canonical } from "./canonical-json.ts";

/** A public Ed25519 key as it stands in exports (RFC 8037). */
export const publicJwk = z.strictObject({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string().length(43) });
export type PublicJwk = z.infer<typeof publicJwk>;
const privateJwk = z.object({ ...publicJwk.shape, d: z.string().length(43) });

export interface PublicSealKey {
  /** The key's thumbprint (RFC 7638): a name that no other key can have. */
  readonly id: string;
  readonly jwk: PublicJwk;
  readonly publicKey: KeyObject;
}

export interface SealKey extends PublicSealKey {
  readonly privateKey: KeyObject;
}

/** Reads a public key; null when it is none. */
function readPublicKey(jwk: PublicJwk): PublicSealKey | null {
  try {
    return { id: thumbprintOf(jwk), jwk, publicKey: createPublicKey({ key: jwk, format: "jwk" }) };
  } catch {
    return null;
  }
}

/** The keys by their ids; what is no key is left out. */
export function readPublicKeys(jwks: readonly PublicJwk[]): ReadonlyMap<string, PublicSealKey> {
  return new Map(
    jwks.flatMap((jwk) => {
      const key = readPublicKey(jwk);
      return key === null ? [] : [[key.id, key] as const];
    }),
  );
}

/** The key that signs now: the setting's, or the newest in the data folder, which is made at the first start. */
export async function loadSealKey(dataFolder: string, setting: string | null): Promise<SealKey> {
  if (setting !== null) return readPrivateKey(setting, "ONEDOOR_SEAL_KEY");
  const file = fileIn(dataFolder);
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (codeOf(error) !== "ENOENT") throw error;
    return createFirst(dataFolder);
  });
  return readPrivateKey(text, file);
}

/** Makes a new key for the seals from now on. The one before goes: its public half stays with what it has sealed. */
export async function rotateSealKey(dataFolder: string): Promise<SealKey> {
  const text = newKey();
  const file = fileIn(dataFolder);
  await makeFolder(dataFolder);
  await writeFile(`${file}.${process.pid}`, text, { mode: 0o600 });
  await rename(`${file}.${process.pid}`, file);
  return readPrivateKey(text, file);
}

function readPrivateKey(text: string, where: string): SealKey {
  try {
    const { d, ...jwk } = privateJwk.parse(JSON.parse(text));
    const privateKey = createPrivateKey({ key: { ...jwk, d }, format: "jwk" });
    // Taken from the private half: a key whose halves do not belong together would sign what nobody can check.
    const { x = "" } = createPublicKey(privateKey).export({ format: "jwk" });
    const publicHalf = readPublicKey({ ...jwk, x });
    if (publicHalf === null || x !== jwk.x) throw new Error("halves of two keys");
    return { ...publicHalf, privateKey };
  } catch {
    throw new OperatorError(
      `${where} holds no usable key: it takes a private Ed25519 key as a JWK in one line, as hub audit rotate-key --print prints it.`,
    );
  }
}

/** A private key in the form of the setting. */
export function newKey(): string {
  const { kty, crv, x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  return JSON.stringify({ kty, crv, x, d });
}

async function createFirst(dataFolder: string): Promise<string> {
  await makeFolder(dataFolder);
  const file = fileIn(dataFolder);
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, newKey(), { mode: 0o600 });
  // A link either makes the whole file or finds another process's file there: never half a file.
  await link(draft, file).catch(() => undefined);
  await unlink(draft);
  return readFile(file, "utf8");
}

const fileIn = (dataFolder: string) => join(dataFolder, "seal-key.json");

function thumbprintOf({ crv, kty, x }: PublicJwk): string {
  return createHash("sha256").update(canonical({ crv, kty, x })).digest("base64url");
}
