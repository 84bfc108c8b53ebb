/** What the benchmark tells a contestant that it starts itself. */
export interface Settings {
  /** Of the hub in one process: it has the public keys of the tokens. */
  readonly hubUrl: string;
  /** The administrator's address of the database. */
  readonly databaseUrl: string;
  /** From which the departments' keys for signed calls are derived. */
  readonly callKey: string;
  /** Where each department answers, by name. */
  readonly departments: Readonly<Record<string, string>>;
}

const NAME = "ONEDOOR_BENCH_CONTESTANT";

export function writeSettings(settings: Settings): Record<string, string> {
  return { [NAME]: JSON.stringify(settings) };
}

export function readSettings(): Settings {
  return JSON.parse(process.env[NAME] ?? "{}") as Settings;
}
