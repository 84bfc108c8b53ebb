import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface OwnDatabase {
  /** Where its administrator logs in. */
  readonly url: string;
  /** Its first process: all others are its children. */
  readonly pid: number;
}

/** The database that the hub runs in a data folder. No command tells it: this alone knows the folder's layout. */
export function findDatabase(dataFolder: string): OwnDatabase {
  const own = join(dataFolder, "postgres");
  const note = join(own, "moved-to");
  const home = existsSync(note) ? readFileSync(note, "utf8").trim() : own;
  const password = readFileSync(join(own, "password"), "utf8").trim();
  const [pid, , , port] = readFileSync(join(home, "cluster", "postmaster.pid"), "utf8").split("\n");
  const url = `postgres://onedoor:${encodeURIComponent(password)}@127.0.0.1:${port?.trim() ?? ""}/onedoor`;
  return { url, pid: Number(pid) };
}
