import { canonical, type Plain } from "../../hub/sealing/canonical-json.ts";
import type { ExportLine } from "../../hub/sealing/export-lines.ts";

export const linesOf = (bytes: Buffer) =>
  bytes
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as ExportLine);
export const written = (lines: readonly ExportLine[]) =>
  Buffer.from(lines.map((line) => `${canonical(line as Plain)}\n`).join(""));
export const indexOf = (lines: readonly ExportLine[], position: number) =>
  lines.findIndex((line) => line.type === "record" && line.record.position === String(position));
export const sealIndexOf = (lines: readonly ExportLine[], number: number) =>
  lines.findIndex((line) => line.type === "seal" && line.seal.number === number);

/** Puts the second and the third seal in each other's place. */
export function swapSeals(lines: ExportLine[]): void {
  const [second, third] = [sealIndexOf(lines, 2), sealIndexOf(lines, 3)];
  const [one, other] = [lines[second], lines[third]];
  if (one !== undefined && other !== undefined) [lines[second], lines[third]] = [other, one];
}
