import { join, resolve } from "node:path";
import { OperatorError } from "../operator-error.ts";
import { explaining } from "./failure.ts";
import { type Lock, tryLock } from "./lock.ts";

/** Makes this process the one hub of the data folder, until it releases the claim or dies. */
export async function claimHub(dataFolder: string): Promise<Lock> {
  const folder = resolve(dataFolder);
  return await explaining(folder, async () => {
    const claim = await tryLock(join(folder, "hub-lock"));
    if ("release" in claim) return claim;
    const { pid } = claim.process;
    const [where, how] =
      claim.state === "here" ? ["", ` with "kill ${pid}"`] : [" in another container or on another machine", ""];
    throw new OperatorError(
      `Another hub (process ${pid}${where}) already runs on the data folder ${folder}: stop it first${how}, or give this one another folder with ONEDOOR_DATA.`,
    );
  });
}
