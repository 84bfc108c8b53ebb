import { distance } from "fastest-levenshtein";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { RolesError } from "./roles-error.ts";

const FILE = "schema/roles.yaml";

/** The text of roles.yaml as a value, and where each part of it is written. */
export interface RolesText {
  readonly value: unknown;
  /** One fault as a line for people: file, line, the part it is about and what to do. */
  faultAt(path: readonly PropertyKey[], message: string): string;
}

/** Reads the YAML; throws one error with the first line that is none. */
export function readRolesText(text: string): RolesText {
  const lines = new LineCounter();
  const document = parseDocument(text, { merge: true, lineCounter: lines, prettyErrors: false });
  // What comes after the first follows from it.
  const [first] = document.errors;
  if (first !== undefined) {
    const { line, col } = lines.linePos(first.pos[0]);
    throw new RolesError([`${FILE}:${line}:${col}  ${first.message}. Correct this line, or the one before it.`]);
  }
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      const range = typeof node === "object" && node !== null && "range" in node ? node.range : null;
      if (Array.isArray(range) && typeof range[0] === "number") return lines.linePos(range[0]).line;
    }
    return 1;
  };
  return {
    value: document.toJS(),
    faultAt: (path, message) =>
      `${FILE}:${lineOf(path)}  ${path.length === 0 ? "" : `${z.core.toDotPath(path)}: `}${message}`,
  };
}

/** What is wrong, with the nearest word where one of a list was meant. */
export function remedyOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys")
    return `${issue.keys.join(", ")}: there is no such setting of a role. Remove it.`;
  if (issue.code !== "invalid_value") return issue.message;
  const given = typeof issue.input === "string" ? issue.input : "";
  const [nearest] = issue.values
    .map((value) => ({ value: String(value), away: distance(given, String(value)) }))
    .sort((a, b) => a.away - b.away);
  const isNear = nearest !== undefined && given !== "" && nearest.away <= given.length * 0.4;
  return `"${given}" is not known here.${isNear ? ` Did you mean ${nearest.value}?` : " Take one that is, or remove it."}`;
}
