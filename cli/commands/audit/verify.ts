import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { readAnchor } from "../../../hub/sealing/anchor.ts";
import type { FoundFault } from "../../../hub/sealing/seal-checker.ts";
import { type Found, verifyExport, type VerifyOptions } from "../../../hub/sealing/verify-export.ts";
import { tellOperator } from "../../../hub/tell-operator.ts";
import { showProgress } from "../../terminal/progress.ts";

export interface VerifyFlags {
  readonly anchor?: string;
  readonly key?: readonly string[];
  readonly json?: boolean;
}

/** Whether an export is what was sealed; or what kept it from being looked at. */
export type VerifyOutcome = "intact" | "faulty" | "not-checked";

/** Checks an export without the hub: nothing but the file, and the anchor if there is one, is read. */
export async function auditVerify(file: string, flags: VerifyFlags): Promise<VerifyOutcome> {
  const say = (result: object, words: string) =>
    process.stdout.write(`${flags.json === true ? JSON.stringify(result) : words}\n`);
  let anchor: VerifyOptions["anchor"];
  try {
    if (flags.anchor !== undefined) {
      const { entries, fault } = await readAnchor(flags.anchor);
      if (fault !== null) {
        say({ ok: false, in: "anchor", what: fault }, `Not intact: ${flags.anchor} ${fault}.`);
        return "faulty";
      }
      anchor = entries;
    }
    const { size } = await stat(file);
    const progress = showProgress("bytes", size);
    const verdict = await verifyExport(createReadStream(file), {
      ...(anchor === undefined ? {} : { anchor }),
      ...(flags.key === undefined ? {} : { trustedKeys: new Set(flags.key) }),
      onProgress: (bytes) => progress.update(bytes, size),
    }).finally(progress.stop);
    if (verdict.ok) say({ ok: true, ...verdict.found }, wordsOf(verdict.found, anchor !== undefined));
    else say({ ok: false, ...verdict.fault }, `Not intact: ${faultWords(verdict.fault)}.`);
    return verdict.ok ? "intact" : "faulty";
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code !== "string") throw error;
    tellOperator(`${file}, or the anchor, can't be read (${code}): check both paths.`);
    return "not-checked";
  }
}

function wordsOf({ records, seals, anchored, exportedAt, keyIds }: Found, hasAnchor: boolean): string {
  const inAnchor = hasAnchor ? ` ${anchored} of the seals are in the anchor.` : "";
  const keys = keyIds.length === 0 ? "" : ` Signed by ${keyIds.join(", ")}.`;
  return `ok: ${records} records, ${seals} seals, exported at ${exportedAt}.${inAnchor}${keys}`;
}

function faultWords({ in: where, what, position, recordId, seal, line }: FoundFault): string {
  const id = recordId === undefined ? "" : ` (${recordId})`;
  if (where === "record") return `line ${line}: record ${position ?? "?"}${id} ${what}`;
  if (where === "seal") return `line ${line}: seal ${seal ?? "?"} ${what}`;
  return where === "anchor" ? `the anchor ${what}` : `line ${line}: the file ${what}`;
}
