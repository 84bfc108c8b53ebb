import { Logger, runMigrations } from "graphile-worker";

/** Runs the package's own migrations. It tells what it does in lines of its own form, which nobody reads. */
export async function installQueue(adminUrl: string): Promise<void> {
  await runMigrations({ connectionString: adminUrl, logger: new Logger(() => () => undefined) });
}
