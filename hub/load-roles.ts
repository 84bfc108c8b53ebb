import { parseRoles, type Roles } from "../schema/roles.ts";
import { readRootFile } from "./installed-files.ts";

let kept: { readonly text: string; readonly roles: Roles } | null = null;

/** The roles of the installed hub; read anew, and parsed when the file is another. */
export function loadRoles(): Roles {
  const text = readRootFile("schema/roles.yaml");
  if (kept?.text !== text) kept = { text, roles: parseRoles(text) };
  return kept.roles;
}
