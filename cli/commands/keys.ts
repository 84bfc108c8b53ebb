import { loadConfig } from "../../hub/config/load-config.ts";
import type { RotatedKey } from "../../hub/keys/rotated-keys.ts";
import { retireKey, rotateKey } from "../../hub/keys/stored-keys.ts";
import { OperatorError } from "../../hub/operator-error.ts";

/** Exchanges one of the data folder's keys, or ends the overlap in which the one before is still accepted. */
export async function keys(act: "rotate" | "retire", key: RotatedKey, options: { json?: boolean }): Promise<void> {
  const config = loadConfig();
  if (key === "call" && config.callKey !== null) {
    throw new OperatorError(
      "The call key comes from ONEDOOR_CALL_KEY: change that setting and put the old value into ONEDOOR_CALL_KEY_PREVIOUS.",
    );
  }
  const changed = await (act === "rotate" ? rotateKey : retireKey)(config.dataFolder, key);
  const until = key === "issuer" && changed.previousIssuer !== undefined ? changed.previousIssuer.acceptedUntil : null;
  const acceptedUntil = until === null ? null : new Date(until).toISOString();
  const said = options.json === true ? JSON.stringify({ act, key, acceptedUntil }) : sentence(act, key, acceptedUntil);
  process.stdout.write(`${said}\n`);
}

function sentence(act: "rotate" | "retire", key: RotatedKey, until: string | null): string {
  if (act === "retire")
    return `The previous ${key} key is no longer accepted. Processes started from now on refuse it at once.`;
  if (key === "issuer") return `A new key signs tokens; those of the one before are good until ${until}.`;
  return "There is a new call key: restart the departments, then the routers, then run hub keys retire call.";
}
