import { codeOf, OperatorError } from "../operator-error.ts";

/** Turns what PostgreSQL's programs printed into one sentence: what, where, what to do. */
export function explainOutput(what: string, where: string, output: string): string {
  const known = remedies.find(({ sign }) => sign.test(output));
  if (known !== undefined) return `${what} in ${where}: ${known.reason}.`;
  const line = output
    .split("\n")
    .map((text) => text.trim())
    .findLast((text) => /FATAL|PANIC|error:/.test(text));
  return `${what} in ${where}: ${line?.replace(/^.*?(?:FATAL|PANIC|error):\s*/, "") ?? "it ended without saying why"}.`;
}

const remedies = [
  { sign: /No space left on device|Disk quota exceeded/, reason: "the disk is full; free some space and start again" },
  { sign: /Read-only file system/, reason: "the disk is read-only; choose another folder with ONEDOOR_DATA" },
  {
    sign: /Permission denied|Operation not permitted/,
    reason: "permission was denied; run the hub as the user who owns that folder, or choose another with ONEDOOR_DATA",
  },
  {
    sign: /Cannot allocate memory/,
    reason: "there is not enough memory; give the machine or container at least 1 GiB",
  },
  {
    sign: /pre-existing shared memory block|lock file "postmaster.pid" already exists/,
    reason: "another PostgreSQL server still uses these files; stop that server and start again",
  },
];

/** Gives the system's own errors (disk full, no permission) the same clear sentence; leaves all others alone. */
export async function explaining<Result>(dataFolder: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    const reason = systemReasons[codeOf(error) ?? ""];
    if (reason === undefined) throw error;
    throw new OperatorError(`The data folder ${dataFolder} cannot be used: ${reason}.`, { cause: error });
  }
}

/** The sentence for an error of the system's that nobody has explained nearer to where it came from; else null. */
export function sentenceOfSystem(error: unknown): string | null {
  const reason = systemReasons[codeOf(error) ?? ""];
  if (reason === undefined || !(error instanceof Error) || !("path" in error)) return null;
  return `${String(error.path)} cannot be used: ${reason}.`;
}

export function isDiskFull(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT"].includes(codeOf(error) ?? "");
}

const DENIED =
  "permission was denied; run the hub as the user who owns that folder, or choose another with ONEDOOR_DATA";

const systemReasons: Record<string, string> = {
  ENOSPC: "the disk is full; free some space and start again",
  EDQUOT: "the disk quota is used up; free some space and start again",
  EROFS: "the disk is read-only; choose another folder with ONEDOOR_DATA",
  EACCES: DENIED,
  EPERM: DENIED,
  ENOTDIR: "it is not a folder; choose another with ONEDOOR_DATA",
  ENOENT: "no folder can be made there; choose another with ONEDOOR_DATA",
  ENAMETOOLONG: "its name is too long; choose another with ONEDOOR_DATA",
  ELOOP: "its links lead in a circle; choose another with ONEDOOR_DATA",
};
