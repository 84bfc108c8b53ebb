import { isAreaPrefix } from "./area.ts";
import { type RowClaims, visibleRowsOf } from "./viewer.ts";

/**
 * The statements that set a viewer's claims for the rest of a transaction, where a function of the database can't: what it sets
 * reaches no other machine. As onedoor.set_viewer does: a list of areas that is not whole is none. Reads claim no account.
 */
export function setClaims(viewer: RowClaims, account = ""): string {
  const { areas, residentId } = visibleRowsOf(viewer);
  const sound = areas.every(isAreaPrefix) ? areas : [];
  const settings = {
    areas: sound.join(","),
    area: sound.length === 1 ? (sound[0] ?? "") : "",
    resident_id: residentId !== null && RESIDENT.test(residentId) ? residentId : "",
    account,
  };
  return Object.entries(settings)
    .map(([name, value]) => `set local onedoor.${name} = ${quoteLiteral(value)}`)
    .join("; ");
}

const RESIDENT = /^[0-9]{1,18}$/;

/** A text as SQL writes it down, whatever the server is told of backslashes: SET takes no parameters. */
export function quoteLiteral(text: string): string {
  if (text.includes("\0")) throw new Error("a text for the database holds a NUL");
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes("\\") ? `E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}
