import { parse, stringify } from "yaml";
import { parseRoles, type Roles } from "../../schema/roles.ts";
import { OperatorError } from "../postgres/operator-error.ts";
import { loadRoles } from "../trust.ts";

/** Reads a roles.yaml of another time; a role it does not know yet held nothing then. */
export function parseOlderRoles(text: string, file: string): Roles {
  try {
    const given = parse(text, { merge: true }) as { roles?: Record<string, unknown> } | null;
    const nothing = { title: "not there yet", scopes: [] };
    const unknown = Object.fromEntries(loadRoles().names.map((name) => [name, nothing]));
    return parseRoles(
      stringify({ ...given, roles: { ...unknown, ...given?.roles } }, { aliasDuplicateObjects: false }),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^schema\/roles\.yaml: /, "") : "";
    throw new OperatorError(`${file} is not a file of roles: ${reason}`);
  }
}
