import { z } from "zod";
import { publicJwk } from "./seal-keys.ts";
import { sealedRecord } from "./sealed-records.ts";

/** The seals an export was asked for; null has no end on that side. */
const range = z.strictObject({
  fromPosition: z.string().nullable(),
  toPosition: z.string().nullable(),
  since: z.string().nullable(),
  until: z.string().nullable(),
});
export type ExportRange = z.infer<typeof range>;

const seal = z.strictObject({
  number: z.int().positive(),
  positions: z.string(),
  count: z.int().positive(),
  root: z.string(),
  previousHash: z.string(),
  sealedAt: z.string(),
  keyId: z.string(),
  signature: z.string(),
});

const end = z.strictObject({
  type: z.literal("end"),
  exportedAt: z.string(),
  records: z.int(),
  seals: z.int(),
  /** Of all bytes before this line. */
  sha256: z.string(),
  keyId: z.string(),
  signature: z.string(),
});
export type EndLine = z.infer<typeof end>;

/**
 * The lines of an export, each canonical JSON: a header, then for every seal its records in the order of their
 * positions and the seal itself, then the end, which is signed as well.
 */
export const exportLine = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("header"), version: z.literal(1), range, keys: z.array(publicJwk) }),
  z.strictObject({ type: z.literal("record"), leaf: z.string(), record: sealedRecord }),
  z.strictObject({ type: z.literal("seal"), seal }),
  end,
]);
export type ExportLine = z.infer<typeof exportLine>;
