import { loadConfig } from "../../../hub/config/load-config.ts";
import { OperatorError } from "../../../hub/operator-error.ts";
import { newKey, rotateSealKey } from "../../../hub/sealing/seal-keys.ts";

/** Puts another key in the place of the one that signs seals, or prints one for the setting. */
export async function auditRotateKey(isPrinted: boolean, isJson: boolean): Promise<void> {
  if (isPrinted) {
    const key = newKey();
    process.stdout.write(isJson ? `${JSON.stringify({ key })}\n` : `${key}\n`);
    return;
  }
  const config = loadConfig();
  if (config.sealKey !== null) {
    throw new OperatorError("ONEDOOR_SEAL_KEY is set: make its successor with --print, and set that instead.");
  }
  const { id } = await rotateSealKey(config.dataFolder);
  process.stdout.write(
    isJson ? `${JSON.stringify({ id })}\n` : `Seals are signed by ${id} once the hub is started again.\n`,
  );
}
