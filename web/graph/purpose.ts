/** Kinds of purpose a clerk chooses from. */
const PURPOSE_KINDS = ["item", "case", "duty"] as const;
export type PurposeKind = (typeof PURPOSE_KINDS)[number];

export interface Purpose {
  readonly kind: PurposeKind;
  readonly detail: string;
}

/** What a confirmed request for emergency access opens; it is asked for, and not chosen. */
export interface EmergencyPurpose {
  readonly kind: "emergency";
  readonly detail: string;
}

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const DUTY_LENGTH = { least: 10, most: 200 };

/** Those of them the hub takes from an account. */
export function permittedKinds(ofAccount: readonly string[]): readonly PurposeKind[] {
  return PURPOSE_KINDS.filter((kind) => ofAccount.includes(kind));
}

type PurposeFault = "missing" | "not-a-code" | "too-short" | "too-long" | "holds-number";

// In a text that auditors and the resident read for years, no person's number has a place.
const ID_NUMBER = /(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)/;
const SPACING = /[\s\p{Pd}\p{Cf}]/gu;

/** What is wrong with a purpose, as the hub would see it too; null when nothing is. */
export function faultOf({ kind, detail }: Purpose): PurposeFault | null {
  const text = detail.trim();
  if (text === "") return "missing";
  if (kind !== "duty") return CODE.test(text) ? null : "not-a-code";
  if (ID_NUMBER.test(text.normalize("NFKC").replaceAll(SPACING, ""))) return "holds-number";
  const { length } = [...text];
  if (length < DUTY_LENGTH.least) return "too-short";
  return length > DUTY_LENGTH.most ? "too-long" : null;
}

/** The `x-purpose` header. Header values are Latin-1 on the wire, so Chinese is percent-encoded. */
export function headerOf({ kind, detail }: Purpose | EmergencyPurpose): string {
  return `${kind}:${encodeURIComponent(detail.trim())}`;
}
