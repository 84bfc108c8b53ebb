/** What the benchmark tells a contestant that it starts itself. */
export interface Settings {
  /** Whose tokens the callers carry, and where its public keys are. */
  readonly issuer: { readonly name: string; readonly jwksUrl: string };
  /** The administrator's address of the database. */
  readonly databaseUrl: string;
  /** From which the departments' keys for signed calls are derived. */
  readonly callKey: string;
  /** Where each department answers, by name. */
  readonly departments: Readonly<Record<string, string>>;
  /** Another supergraph than the hub's, as text. */
  readonly supergraph?: string;
}

const NAME = "ONEDOOR_BENCH_CONTESTANT";

export function writeSettings(settings: Settings): Record<string, string> {
  return { [NAME]: JSON.stringify(settings) };
}

export function readSettings(): Settings {
  return JSON.parse(process.env[NAME] ?? "{}") as Settings;
}
