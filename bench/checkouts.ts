import { execFileSync } from "node:child_process";
import { delimiter } from "node:path";

/** An earlier hub to be measured beside this one. */
export interface Checkout {
  /** What follows `hub_before` in the names of its contestants. */
  readonly suffix: string;
  /** Its folder; null where the environment names none. */
  readonly folder: string | null;
  /** For the reader of the results. */
  readonly what: string;
}

/** Those that `HUB_BEFORE` names, one or several as in `PATH`. Without it one that is absent, so that the results say so. */
export function readCheckouts(): readonly Checkout[] {
  const folders = (process.env["HUB_BEFORE"] ?? "").split(delimiter).filter((folder) => folder !== "");
  if (folders.length === 0) return [{ suffix: "", folder: null, what: "of the checkout that `HUB_BEFORE` names" }];
  return folders.map((folder, at) => ({
    suffix: at === 0 ? "" : `_${at + 1}`,
    folder,
    what: `of ${commitOf(folder)}`,
  }));
}

function commitOf(folder: string): string {
  try {
    const words = ["-C", folder, "rev-parse", "--short", "HEAD"];
    const commit = execFileSync("git", words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return `commit ${commit.trim()}`;
  } catch {
    return "an earlier version";
  }
}
