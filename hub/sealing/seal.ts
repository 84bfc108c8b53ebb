import { createHash, sign, verify } from "node:crypto";
import { canonical } from "./canonical-json.ts";
import type { PublicSealKey, SealKey } from "./seal-keys.ts";

/** What is signed: which records there are, in the form of one hash, and which seal came before. */
export interface SealContent {
  readonly number: number;
  /** Positions of the records, as PostgreSQL writes a multirange: `{[1,57),[58,60)}`. A gap was never a record. */
  readonly positions: string;
  readonly count: number;
  /** Merkle root over the records in the order of their positions, in hexadecimal digits. */
  readonly root: string;
  /** Hash of the seal before; of the first, 64 zeros. */
  readonly previousHash: string;
  readonly sealedAt: string;
  readonly keyId: string;
}

export interface Seal extends SealContent {
  readonly signature: string;
}

/** What stands in the place of the seal before the first one. */
export const NO_SEAL = "0".repeat(64);

// A third kind of hash beside leaves and nodes, so that a seal can never pass for one of them.
const SEAL = Buffer.from([2]);

/** The hash that the next seal and the anchor hold. */
export function sealHash(content: SealContent): string {
  return createHash("sha256").update(SEAL).update(contentOf(content)).digest("hex");
}

/** Signs with the key named in the content. */
export function signSeal(content: SealContent, key: SealKey): Seal {
  return { ...content, signature: signText(contentOf(content), key) };
}

/** True when the holder of the key has signed exactly this. */
export function isSealSigned(seal: Seal, key: PublicSealKey): boolean {
  return isTextSigned(contentOf(seal), seal.signature, key);
}

/** A signature (Ed25519) over a text, as base64url. */
export function signText(text: string, key: SealKey): string {
  return sign(null, Buffer.from(text), key.privateKey).toString("base64url");
}

export function isTextSigned(text: string, signature: string, key: PublicSealKey): boolean {
  const bytes = Buffer.from(signature, "base64url");
  // The last digit of base64url has bits to spare: another digit there would be the same signature.
  if (bytes.toString("base64url") !== signature) return false;
  return verify(null, Buffer.from(text), key.publicKey, bytes);
}

/** The members by name: whatever else an object carries is not part of the seal. */
function contentOf({ number, positions, count, root, previousHash, sealedAt, keyId }: SealContent): string {
  return canonical({ number, positions, count, root, previousHash, sealedAt, keyId });
}
