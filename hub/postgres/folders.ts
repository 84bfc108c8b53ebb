import { access, chmod, constants, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf } from "../operator-error.ts";

/**
 * Makes the folder and its missing parents. Others may pass through but not list it: when root starts the hub,
 * the server runs as an unprivileged user below this folder, whatever the umask.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return;
    if (codeOf(error) !== "ENOENT") throw error;
    // Where nothing can be made (/proc), the second attempt says so, and not the thousandth.
    if (dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder).catch((second: unknown) => {
      if (codeOf(second) !== "EEXIST") throw second;
    });
  }
  await chmod(folder, 0o711);
}

/** The first folder on the way down to `path` that this user may not pass through; undefined when none. */
export async function closedFolder(path: string, user: { uid: number; gid: number }): Promise<string | undefined> {
  const above = dirname(path);
  const closed = above === path ? undefined : await closedFolder(above, user);
  if (closed !== undefined) return closed;
  const { mode, uid, gid } = await stat(path);
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  return (mode & bit) === 0 ? path : undefined;
}

/** Makes the folder if need be, and fails with the system's own error unless files can be made in it. */
export async function requireWritable(folder: string): Promise<void> {
  await makeFolder(folder);
  if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error("a file"), { code: "ENOTDIR" });
  await access(folder, constants.W_OK | constants.X_OK);
}
