/** A seal as the API gives it. */
export interface SealFacts {
  readonly number?: number | null;
  readonly positions?: string | null;
  readonly count?: number | null;
  readonly root?: string | null;
  readonly previousHash?: string | null;
  readonly signedAt?: string | null;
  readonly keyId?: string | null;
  readonly signature?: string | null;
  readonly publicKey?: string | null;
}

export type SealFault = "key" | "signature" | "link";
export type Proof =
  | { readonly kind: "holds"; readonly count: number; readonly keyIds: readonly string[] }
  | { readonly kind: "broken"; readonly number: number; readonly fault: SealFault }
  /** The browser does not know the signatures. */
  | { readonly kind: "unsupported" };

// Before the text that is hashed, so that a seal can never pass for an entry.
const SEAL = new Uint8Array([2]);

/**
 * Proves seals, newest first, from what the API says of them: each key is the one whose thumbprint is named, has signed
 * the seal, and the seal names the one before it. Whether entries are the ones that were sealed takes `hub audit verify`.
 */
export async function proveSeals(seals: readonly SealFacts[], subtle: SubtleCrypto): Promise<Proof> {
  for (const seal of seals) {
    const fault = await faultOf(seal, subtle);
    if (fault === "unsupported") return { kind: "unsupported" };
    if (fault !== null) return { kind: "broken", number: seal.number ?? 0, fault };
  }
  for (const [at, seal] of seals.entries()) {
    const before = seals[at + 1];
    if (before !== undefined && !(await isNextTo(seal, before, subtle))) {
      return { kind: "broken", number: seal.number ?? 0, fault: "link" };
    }
  }
  return { kind: "holds", count: seals.length, keyIds: [...new Set(seals.map(({ keyId }) => keyId ?? ""))] };
}

async function faultOf(seal: SealFacts, subtle: SubtleCrypto): Promise<SealFault | "unsupported" | null> {
  const x = seal.publicKey ?? "";
  // The members of a thumbprint are in the order of their names (RFC 7638).
  const thumbprint = await subtle.digest("SHA-256", bytesOf(JSON.stringify({ crv: "Ed25519", kty: "OKP", x })));
  if (toBase64Url(new Uint8Array(thumbprint)) !== seal.keyId) return "key";
  const key = await importKey(x, subtle);
  if (key === null) return "unsupported";
  const signature = fromBase64Url(seal.signature ?? "");
  if (signature === null || !(await subtle.verify("Ed25519", key, signature, bytesOf(contentOf(seal))))) {
    return "signature";
  }
  return null;
}

async function isNextTo(seal: SealFacts, before: SealFacts, subtle: SubtleCrypto): Promise<boolean> {
  const isNext = (seal.number ?? 0) === (before.number ?? 0) + 1;
  return isNext && seal.previousHash === (await sealHash(before, subtle));
}

/** What is signed, as canonical JSON (RFC 8785): members in the order of their names. */
function contentOf({ count, keyId, number, positions, previousHash, root, signedAt }: SealFacts): string {
  return JSON.stringify({ count, keyId, number, positions, previousHash, root, sealedAt: signedAt });
}

async function sealHash(seal: SealFacts, subtle: SubtleCrypto): Promise<string> {
  const content = bytesOf(contentOf(seal));
  const hash = await subtle.digest("SHA-256", new Uint8Array([...SEAL, ...content]));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function importKey(x: string, subtle: SubtleCrypto): Promise<CryptoKey | null> {
  try {
    return await subtle.importKey("jwk", { kty: "OKP", crv: "Ed25519", x }, "Ed25519", false, ["verify"]);
  } catch {
    return null;
  }
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCodePoint(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/={1,2}$/, "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.codePointAt(0) ?? 0);
  } catch {
    return null;
  }
}
