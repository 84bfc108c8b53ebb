import { chown } from "node:fs/promises";
import { userInfo } from "node:os";
import { OperatorError } from "../operator-error.ts";

/** PostgreSQL refuses to run as root, so root hands it to this user: `nobody` on Linux, which needs no set-up. */
const NOBODY = 65534;

/** Who runs the server: undefined when that is the user of this process. */
export interface ServerUser {
  switchTo?: { uid: number; gid: number };
}

/** As root, the user who already owns the files: an ordinary user's hub may be started once with sudo. */
export function serverUser(owner?: { uid: number; gid: number }): ServerUser {
  if (process.getuid?.() !== 0) {
    requireUserName();
    return {};
  }
  if (process.platform !== "linux") {
    throw new OperatorError(
      "PostgreSQL does not run as root: start the hub as an ordinary user, or set DATABASE_URL to a PostgreSQL 17 server.",
    );
  }
  const isOwned = owner !== undefined && owner.uid !== 0;
  return { switchTo: isOwned ? { uid: owner.uid, gid: owner.gid } : { uid: NOBODY, gid: NOBODY } };
}

/** Containers may take from root the right to become, or to give files to, another user. */
export function cannotSwitch(uid: number): string {
  return `This process is root but may not run PostgreSQL as user id ${uid}: start the hub as an ordinary user, or set DATABASE_URL to a PostgreSQL 17 server.`;
}

export async function giveTo(user: ServerUser, path: string): Promise<void> {
  if (user.switchTo === undefined) return;
  const { uid, gid } = user.switchTo;
  try {
    await chown(path, uid, gid);
  } catch (error) {
    throw new OperatorError(cannotSwitch(uid), { cause: error });
  }
}

/** initdb looks up the name of its user; containers started with a random uid have none. */
function requireUserName(): void {
  try {
    userInfo();
  } catch (error) {
    throw new OperatorError(
      `The user id ${process.getuid?.() ?? "of this process"} has no name on this system, which PostgreSQL needs to create its files: set DATABASE_URL to a PostgreSQL 17 server, or run the hub as a user listed in /etc/passwd.`,
      { cause: error },
    );
  }
}
