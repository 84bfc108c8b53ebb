import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import type { Viewer } from "./viewer.ts";

/** Seals the cursors of one viewer's answers, and opens those that come back. */
export interface CursorSealer {
  /** The cursor of a list as clients get it: nothing in it can be read, and nobody else can use it. */
  seal(list: string, cursor: string): string;
  /** The department's own cursor; null for one of another viewer or list, or one that was altered. */
  open(list: string, sealed: string): string | null;
}

export type CursorSealing = (viewer: Viewer) => CursorSealer;

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
// How long a cursor is tells how long the ids in it are: all of one list have one length, or nearly so.
const BLOCK_BYTES = 48;
const END_MARK = 1;

/**
 * Sealing under secrets that every process of the hub has: with the last of them, and what any of them has sealed is
 * opened. While a key is being exchanged, the last one is the one that processes know which have not been started again.
 */
export function createCursorSealing(secrets: readonly string[]): CursorSealing {
  const sealers = new WeakMap<Viewer, CursorSealer>();
  return (viewer) => {
    const known = sealers.get(viewer);
    if (known !== undefined) return known;
    const sealer = sealerOf(secrets, bindingOf(viewer));
    sealers.set(viewer, sealer);
    return sealer;
  };
}

/** For a process on its own: its cursors end with it. */
export function createPassingSealing(): CursorSealing {
  return createCursorSealing([randomBytes(32).toString("hex")]);
}

/** Whose a cursor is: one account with the rows it sees. A new token for the same account goes on with its pages. */
function bindingOf({ id, areas, residentId, emergencyResidentId }: Viewer): string {
  return JSON.stringify([id, areas, residentId, emergencyResidentId]);
}

interface ViewerKeys {
  readonly nonce: Buffer;
  readonly cipher: Buffer;
}

function sealerOf(secrets: readonly string[], binding: string): CursorSealer {
  let kept: readonly ViewerKeys[] | null = null;
  // Most answers have no cursor: keys are made for the first one.
  const keys = () => (kept ??= secrets.map((secret) => keysOf(secret, binding)));
  return {
    seal(list, cursor) {
      const own = keys().at(-1);
      if (own === undefined) throw new Error("cursors can't be sealed without a key");
      return seal(own, list, cursor);
    },
    open(list, sealed) {
      const bytes = Buffer.from(sealed, "base64url");
      // One text for one cursor: decoding passes over what is no digit.
      if (bytes.length < NONCE_BYTES + TAG_BYTES + BLOCK_BYTES || bytes.toString("base64url") !== sealed) return null;
      for (const own of keys()) {
        const opened = open(own, list, bytes);
        if (opened !== null) return opened;
      }
      return null;
    },
  };
}

/** Keys of one viewer: a cursor of somebody else is one under another key. */
function keysOf(secret: string, binding: string): ViewerKeys {
  const own = createHmac("sha256", secret).update(`onedoor cursors\n${binding}`).digest();
  const derive = (use: string) => createHmac("sha256", own).update(use).digest();
  return { nonce: derive("nonce"), cipher: derive("cipher") };
}

/**
 * The nonce is a keyed hash of what is sealed: the same row has the same cursor in every answer, as clients that keep
 * pages expect, and no nonce ever meets two texts.
 */
function seal(keys: ViewerKeys, list: string, cursor: string): string {
  const nonce = createHmac("sha256", keys.nonce).update(`${list}\n${cursor}`).digest().subarray(0, NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keys.cipher, nonce).setAAD(Buffer.from(list));
  const content = Buffer.concat([cipher.update(padded(cursor)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), content]).toString("base64url");
}

function open(keys: ViewerKeys, list: string, bytes: Buffer): string | null {
  const decipher = createDecipheriv(CIPHER, keys.cipher, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(list)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    return text.subarray(0, text.lastIndexOf(END_MARK)).toString();
  } catch {
    return null;
  }
}

function padded(cursor: string): Buffer {
  const length = Buffer.byteLength(cursor);
  const block = Buffer.alloc(Math.ceil((length + 1) / BLOCK_BYTES) * BLOCK_BYTES);
  block.write(cursor);
  block[length] = END_MARK;
  return block;
}
