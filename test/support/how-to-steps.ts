import { readText } from "../repository/tree.ts";

/** One place of a file that is edited by hand: the text that stands there, and what takes its place. */
type Edit = readonly [file: string, text: string, by: string];

const BLOCK = /^( *)```(?:diff (\S+)|sh)\n([\s\S]*?)^ *```$/gm;

/** What a page of docs/how-to/ has its reader edit and type, in its order. */
export function howToSteps(name: string): { readonly edits: readonly Edit[]; readonly commands: readonly string[] } {
  const edits: Edit[] = [];
  const commands: string[] = [];
  for (const [, indent = "", file, text = ""] of readText(`docs/how-to/${name}`).matchAll(BLOCK)) {
    const lines = text.split("\n").flatMap((line) => (line === "" ? [] : [line.slice(indent.length)]));
    if (file === undefined) commands.push(...lines);
    else edits.push([file, without("+", lines), without("-", lines)]);
  }
  return { edits, commands };
}

/** One side of a difference. */
function without(sign: string, lines: readonly string[]): string {
  return lines.flatMap((line) => (line.startsWith(sign) ? [] : [`${line.slice(1)}\n`])).join("");
}
