import { createDrain } from "../router/http/drain.ts";
import { serveMetrics } from "../router/http/metrics-server.ts";
import { CHECK_EVERY_MS, databaseNeed, logReadiness, rightsNeed, watchReadiness } from "../router/http/readiness.ts";
import { listen, urlOf } from "../router/main.ts";
import { departmentNames, loadSubgraphs } from "../subgraphs/index.ts";
import { valuesOfHeader } from "../subgraphs/shared/header-list.ts";
import { readinessReply } from "../subgraphs/shared/readiness.ts";
import { serveAlone, type Trust } from "../subgraphs/shared/serve-alone.ts";
import { standardSubgraph } from "../subgraphs/shared/standard-subgraph.ts";
import { trustEvents } from "../subgraphs/shared/trust-events.ts";
import { trustSignatures } from "../subgraphs/shared/trust-signatures.ts";
import type { Config } from "./config/config.ts";
import { openDelivery, openHearerTransports, requireHearers } from "./events/open-delivery.ts";
import { watchHousingFundDrop } from "./housing-fund-drop.ts";
import { openInstallation } from "./installation.ts";
import { callKeyNeed } from "./keys/call-key-need.ts";
import { logFaults, openObservers, traceRequests } from "./observers.ts";
import { acceptedCallKeys, openSealing, openSubgraph } from "./open-departments.ts";
import { openReplicas } from "./open-replicas.ts";
import { OperatorError } from "./operator-error.ts";
import { startSealer } from "./sealing/open-sealing.ts";
import { closeOnSignal } from "./shutdown.ts";
import { openTokenTrust, type TokenTrust } from "./sign-in/token-trust.ts";
import { tellOperator } from "./tell-operator.ts";

/** Runs one department alone. What only this needs (Apollo Server, the standard library of subgraphs) is loaded with this file. */
export async function serveDepartment(
  name: string,
  config: Config,
  port: number,
  trust: "signed" | "token",
): Promise<void> {
  const [found] = await loadSubgraphs([name]);
  if (found === undefined) {
    throw new OperatorError(`There is no part ${name}: serve takes router, ${departmentNames.join(", ")}.`);
  }
  requireHearers(name, config.departmentUrls);
  const subgraph = standardSubgraph(found);
  const departments = trust === "token" ? [...new Set([name, "accounts"])] : [name];
  const installation = await openInstallation(config, departments, tellOperator);
  const observers = await openObservers(config, `onedoor-${name}`);
  const sealing = trust === "token" ? openSealing(installation) : undefined;
  const replicas = openReplicas(config, installation, observers);
  const running = openSubgraph(subgraph, installation, config, observers, replicas, sealing);
  const { keys } = installation;
  const own = trust === "token" ? await openTokenTrust(config, installation, observers) : null;
  const trusted =
    own === null
      ? trustSignatures(keys.callKey, name, keys.previousCallKey)
      : { ...trustTokens(own), ...trustEvents(name, acceptedCallKeys(installation)) };
  const needs = [
    databaseNeed(() => running.checkDatabase()),
    own === null ? callKeyNeed(config, keys) : rightsNeed(own.tokens.knowsStanding ?? (() => true)),
  ];
  const readiness = await watchReadiness(needs, CHECK_EVERY_MS, logReadiness(observers.logger));
  const { onRequest } = traceRequests(observers.tracer);
  const server = await serveAlone(subgraph, running, trusted, {
    onFault: logFaults(observers.logger),
    ready: () => readinessReply(drain.isDraining(), readiness.missing()),
    onRequest(request, response) {
      drain.onAnswer(response);
      onRequest?.(request, response);
    },
  });
  const drain = createDrain(server);
  const metricsServer = config.metricsAt === null ? null : await serveMetrics(observers.metrics, config.metricsAt);
  await listen(server, port, config.host);
  tellOperator(`${name} answers at ${urlOf(server)}/graphql`);
  const sealer = name === "audit" ? await startSealer(config, installation, observers) : null;
  const drop = name === "housing-fund" ? config.sources.housingFundDrop : null;
  const watch = drop === null ? null : watchHousingFundDrop(drop, installation.urlOf(name), observers.logger);
  const hearers = openHearerTransports(name, config, installation);
  const delivery = await openDelivery([name], hearers.transports, installation, observers);
  const closing = [() => installation.close(), () => observers.close(), async () => sealer?.close()];
  closing.push(
    () => replicas.close(),
    () => running.close(),
    hearers.close,
    () => delivery.close(),
    async () => own?.close(),
    async () => watch?.close(),
    async () => metricsServer?.close(),
    () => readiness.close(),
    () => drain.close(),
  );
  await closeOnSignal(closing, observers.logger, installation.lost);
}

/**
 * Any router may stand in front: each caller shows the own token, and the department checks it itself. Emergency
 * accesses are Population's to look up, so that their purpose counts as none here (docs/adr/0033).
 */
function trustTokens({ tokens }: TokenTrust): Trust {
  return {
    viewerOf(request) {
      return tokens.read(request.headers.authorization, valuesOfHeader(request.rawHeaders, "x-purpose"));
    },
  };
}
