import { httpTransport } from "../../router/departments/http-transport.ts";
import type { Transport } from "../../router/departments/transport.ts";
import { allHearersOf } from "../../schema/events/event-book.ts";
import type { Config } from "../config/config.ts";
import { departmentSetting } from "../config/department-setting.ts";
import type { Installation } from "../installation.ts";
import { systemLoginOf } from "../migrate/login.ts";
import type { Observers } from "../observers.ts";
import { OperatorError } from "../operator-error.ts";
import { installedEvents } from "./installed-events.ts";
import { watchedEvents } from "./watched-events.ts";

export interface OpenDelivery {
  close(): Promise<void>;
}

/** How long a hearer may take over one event. */
const HEARER_TIMEOUT_MS = 5_000;

/** Delivers the events of these departments, each under its own login; loads nothing where none of them is heard. */
export async function openDelivery(
  departments: readonly string[],
  transports: ReadonlyMap<string, Transport>,
  { urlOf }: Installation,
  { logger, metrics }: Observers,
): Promise<OpenDelivery> {
  const givers = departments.filter((name) => allHearersOf(installedEvents(), name).length > 0);
  if (givers.length === 0) return { close: async () => undefined };
  const { startDelivery } = await import("./start-delivery.ts");
  const watched = watchedEvents([...new Set(givers.flatMap((name) => allHearersOf(installedEvents(), name)))]);
  metrics.watchEvents(watched);
  const running = await Promise.all(
    givers.map((department) =>
      startDelivery({ department, url: urlOf(department, systemLoginOf(department)), transports, logger, watched }),
    ),
  );
  return {
    close: async () => {
      await Promise.all(running.map((one) => one.close()));
    },
  };
}

/** The ways from a department that runs alone to all that hear it; fails the start where an address is missing. */
export function openHearerTransports(
  department: string,
  { departmentUrls }: Pick<Config, "departmentUrls">,
  { keys: { callKey } }: Pick<Installation, "keys">,
): { transports: Map<string, Transport>; close: () => Promise<void> } {
  requireHearers(department, departmentUrls);
  const remotes = allHearersOf(installedEvents(), department).map((hearer) => {
    const url = departmentUrls.get(hearer) ?? "";
    return [hearer, httpTransport({ department: hearer, url, callKey, timeoutMs: HEARER_TIMEOUT_MS })] as const;
  });
  return {
    transports: new Map(remotes),
    close: async () => {
      await Promise.all(remotes.map(([, remote]) => remote.close()));
    },
  };
}

/** Before anything is opened, so that a start that fails leaves nothing running. */
export function requireHearers(department: string, departmentUrls: Config["departmentUrls"]): void {
  const missing = allHearersOf(installedEvents(), department).filter((hearer) => !departmentUrls.has(hearer));
  if (missing.length === 0) return;
  const names = missing.map((name) => departmentSetting("SUBGRAPH_", name, "_URL"));
  throw new OperatorError(
    `${department} delivers its events itself, and needs the address of each department that hears them: set ${names.join(", ")}.`,
  );
}
