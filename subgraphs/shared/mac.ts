import { createHmac, hash, timingSafeEqual } from "node:crypto";

export function sha256(text: string): string {
  return hash("sha256", text, "base64url");
}

export function mac(key: string, text: string): string {
  return createHmac("sha256", key).update(text).digest("base64url");
}

/** Takes as long for a wrong signature as for a right one. */
export function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
