import { parse, stringify } from "yaml";
import { loadRoles } from "../../../hub/load-roles.ts";
import { OperatorError } from "../../../hub/operator-error.ts";
import { parseRoles, type Roles } from "../../../schema/roles.ts";

/**
 * Reads a roles.yaml of another time; a role it does not know yet held nothing then. `formerScopes` are rights that
 * rules asked for then, and may be gone.
 */
export function parseOlderRoles(text: string, file: string, formerScopes: readonly string[] = []): Roles {
  try {
    const given = parse(text, { merge: true }) as { roles?: Record<string, unknown> } | null;
    const nothing = { title: "not there yet", scopes: [], purposes: [] };
    const unknown = Object.fromEntries(loadRoles().names.map((name) => [name, nothing]));
    const known = Object.entries(given?.roles ?? {}).map(([name, role]) => [name, withPurposes(role)] as const);
    const roles = { ...unknown, ...Object.fromEntries(known) };
    return parseRoles(stringify({ ...given, roles }, { aliasDuplicateObjects: false }), {
      isOlder: true,
      formerScopes,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^schema\/roles\.yaml:/gm, "line ") : "";
    throw new OperatorError(`${file} is not a file of roles: ${reason}`);
  }
}

/** Before version 2 of the file a role that could see residents could give any purpose there was. */
function withPurposes(role: unknown): unknown {
  if (typeof role !== "object" || role === null || "purposes" in role) return role;
  const scopes = "scopes" in role && Array.isArray(role.scopes) ? (role.scopes as unknown[]) : [];
  return { ...role, purposes: scopes.includes("population:read") ? ["case", "item", "duty"] : [] };
}
