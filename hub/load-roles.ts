import { parseRoles, type Roles } from "../schema/roles.ts";
import { readRootFile } from "./installed-files.ts";

/** The roles of the installed hub. */
export function loadRoles(): Roles {
  return parseRoles(readRootFile("schema/roles.yaml"));
}
