import { readFile } from "node:fs/promises";
import type { Recorder } from "../router/answer/access-record.ts";
import { httpTransport } from "../router/departments/http-transport.ts";
import type { Transport } from "../router/departments/transport.ts";
import { startRouter } from "../router/main.ts";
import { loadWritten, type Supergraph } from "../router/supergraph/load-supergraph.ts";
import { refusePeople, refuseUnsafe } from "../router/supergraph/refuse-unsafe.ts";
import { allPermittedReader } from "../router/viewer/without-permissions.ts";
import { readSupergraph } from "../schema/read-supergraph.ts";
import { rightsOfRoles } from "./audiences-ahead.ts";
import type { Config } from "./config/config.ts";
import { openInstallation } from "./installation.ts";
import { type Observers, openObservers } from "./observers.ts";
import { openRecorder, openSealing, SUBGRAPH_TIMEOUT_MS } from "./open-departments.ts";
import { settingsOfRouter } from "./open-router.ts";
import { OperatorError } from "./operator-error.ts";
import { openPublishedOperationsBeside } from "./published-operations.ts";
import { reloadOnChange } from "./reload.ts";
import { startSealer } from "./sealing/open-sealing.ts";
import { closeOnSignal } from "./shutdown.ts";
import { openTokenTrust } from "./sign-in/token-trust.ts";
import { tellOperator } from "./tell-operator.ts";

/** Serves any composed supergraph over HTTP; its subgraphs get no signed viewer, for they are not ours. */
export async function serveSupergraph(
  file: string,
  config: Config,
  port: number,
  permissionsOff: boolean,
): Promise<void> {
  const text = await readText(file);
  const supergraph = load(file, text, permissionsOff);
  const documents = openPublishedOperationsBeside(file, config);
  const transports = new Map(
    [...supergraph.departments].map(([department, written]) => {
      const url = config.departmentUrls.get(department) ?? written;
      return [department, httpTransport({ department, url, callKey: null, timeoutMs: SUBGRAPH_TIMEOUT_MS })];
    }),
  );
  const observers = await openObservers(config, "onedoor-router");
  const access = permissionsOff ? withoutPermissions() : await withPermissions(config, observers, transports);
  const router = await startRouter({
    ...settingsOfRouter(config, observers),
    supergraph: text,
    transports,
    ...access.parts,
    documents,
    audiences: permissionsOff ? [] : rightsOfRoles(),
    port,
  });
  tellOperator(`The router serves ${file} at ${router.url}/graphql`);
  const closeTransports = async () => {
    await Promise.all([...transports.values()].map((one) => one.close()));
  };
  const watch = reloadOnChange(file, router.reload);
  const closing = [() => observers.close(), access.close, closeTransports, () => router.close(), watch.close];
  await closeOnSignal(closing, observers.logger);
}

async function readText(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => {
    throw new OperatorError(`${file} can't be read: give the path of a composed supergraph.`);
  });
}

/** Before anything is opened, so that a file that is refused leaves nothing running. */
function load(file: string, text: string, permissionsOff: boolean): Supergraph {
  try {
    const written = readSupergraph(text);
    const supergraph = loadWritten(written);
    if (permissionsOff) refusePeople(supergraph);
    else refuseUnsafe(written);
    return supergraph;
  } catch (error) {
    throw new OperatorError(
      `${file} can't be served: ${error instanceof Error ? error.message : "it is not a supergraph"}`,
    );
  }
}

async function withPermissions(config: Config, observers: Observers, transports: ReadonlyMap<string, Transport>) {
  const installation = await openInstallation(config, ["audit", "accounts"]);
  // Here as well: an Audit department need not be among the subgraphs of somebody else's supergraph.
  const sealer = await startSealer(config, installation, observers);
  const { recorder, close } = openRecorder(installation, observers, transports);
  const trusted = await openTokenTrust(config, installation, observers);
  return {
    parts: { recorder, sealing: openSealing(installation), tokens: trusted.tokens, jwks: trusted.issuerKeys.jwks },
    close: async () => {
      await trusted.close();
      await close();
      await sealer.close();
      await installation.close();
    },
  };
}

function withoutPermissions() {
  tellOperator("WARNING: permissions are OFF. Everybody who reaches this port may read everything.");
  const recorder: Recorder = { enter: () => Promise.reject(new Error("there is no access record")) };
  return { parts: { recorder, tokens: allPermittedReader, jwks: { keys: [] } }, close: async () => undefined };
}
