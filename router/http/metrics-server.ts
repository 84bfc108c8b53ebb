import { createServer } from "node:http";
import { closeAtOnce, listen, urlOf } from "../../subgraphs/shared/listen.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { sendText } from "./respond.ts";

/** A listener that knows /metrics and nothing else: everybody who reaches it may read them. */
export async function serveMetrics(
  metrics: Pick<Metrics, "contentType" | "text">,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const isRead = request.method === "GET" && request.url?.split("?", 1)[0] === "/metrics";
    if (!isRead) return sendText(response, 404, "text/plain", "Metrics are at /metrics.\n");
    metrics.text().then(
      (text) => sendText(response, 200, metrics.contentType, text),
      () => response.destroy(),
    );
  });
  await listen(server, port, host, { portBy: "METRICS_PORT", hostBy: "METRICS_HOST" });
  // A monitoring system keeps its connection; it must not keep the hub from stopping.
  server.unref();
  return {
    url: urlOf(server),
    close: () => closeAtOnce(server),
  };
}
