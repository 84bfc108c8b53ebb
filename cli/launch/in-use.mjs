// A hub that runs loads parts of itself when they are first asked for, so its build has to stay as long as it runs.
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const MARK = /^running-(\d+)$/;

/** Marks the folder of a built hub until this process ends. */
export function markInUse(program) {
  const mark = join(dirname(program), `running-${process.pid}`);
  try {
    writeFileSync(mark, "");
  } catch {
    // Somebody else's folder: whoever can remove it is asked to restart the hub after a build.
    return;
  }
  process.once("exit", () => rmSync(mark, { force: true }));
}

/** One that was killed leaves its mark, which counts as long as another process has its number. */
export function isInUse(folder) {
  return readdirSync(folder).some((name) => {
    const pid = MARK.exec(name)?.[1];
    return pid !== undefined && isAlive(Number(pid));
  });
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
