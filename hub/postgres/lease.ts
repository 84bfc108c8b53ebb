import { randomUUID } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { OperatorError } from "../operator-error.ts";
import { makeFolder } from "./folders.ts";
import { announce, type Presence, settle } from "./presence.ts";

/** Says that this process uses the server. Called under the start-up lock. */
export async function takeLease(folder: string): Promise<Presence> {
  await makeFolder(folder);
  const lease = await announce(join(folder, randomUUID()));
  if (lease === null) throw new Error(`Two leases in ${folder} have one name.`);
  return lease;
}

/**
 * How many processes use the server now; clears the leases of the dead. A lease from another container or
 * machine cannot be checked by pid, so it is watched for a heartbeat: two servers on one set of files would
 * destroy them, and PostgreSQL cannot see across containers either.
 */
export async function countLeases(folder: string): Promise<number> {
  await makeFolder(folder);
  let live = 0;
  for (const name of await readdir(folder)) {
    if (name.startsWith(".")) continue;
    const file = join(folder, name);
    const sighting = await settle(file);
    if (sighting.state === "here") live += 1;
    else if (sighting.state === "elsewhere") {
      throw new OperatorError(
        `Process ${sighting.process.pid} in another container or on another machine uses the data folder of ${folder}: stop it first, or give all of them one DATABASE_URL.`,
      );
    } else await rm(file, { force: true });
  }
  return live;
}
