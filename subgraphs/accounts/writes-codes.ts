import { createHash, randomInt } from "node:crypto";

// Without 0, 1, I and O, which are misread on paper.
const LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const GROUPS = 3;
const IN_GROUP = 4;

export interface ActivationCode {
  /** For the holder of the account; nothing keeps it. */
  readonly code: string;
  readonly hash: string;
}

/** A code of 60 random bits: nobody finds it by trying, so a fast hash is enough to keep it by. */
export function makeActivationCode(): ActivationCode {
  const letters = Array.from({ length: GROUPS * IN_GROUP }, () => LETTERS.charAt(randomInt(LETTERS.length)));
  const code = Array.from({ length: GROUPS }, (_, at) =>
    letters.slice(at * IN_GROUP, (at + 1) * IN_GROUP).join(""),
  ).join("-");
  return { code, hash: hashActivationCode(code) };
}

/** The same for a code however it was typed: small letters, spaces and hyphens make no difference. */
export function hashActivationCode(typed: string): string {
  return createHash("sha256")
    .update(typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, ""))
    .digest("hex");
}
