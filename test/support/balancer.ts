import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request as sendRequest, type ServerResponse } from "node:http";
import { listen, urlOf } from "../../router/main.ts";
import { readBody } from "../../subgraphs/shared/read-body.ts";

const CHECK_EVERY_MS = 250;
/** So many checks in a row must fail before no more requests are sent: what balancers do unless told otherwise. */
const FAILURES_TO_FALL = 2;
const LARGEST_BODY_BYTES = 1024 * 1024;

/** Spreads requests over hubs, as the balancers in front of real ones do. */
export interface Balancer {
  readonly url: string;
  /** Whether requests are sent to the hub at this address now. */
  readonly isUp: (url: string) => boolean;
  /** Requests each hub has answered. */
  readonly answered: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

interface Backend {
  readonly url: string;
  readonly agent: Agent;
  failures: number;
  isUp: boolean;
}

/**
 * It asks each hub whether it is ready, keeps connections open, and tries another hub only when a connection is
 * refused: once a byte of a request has been sent, nobody knows what has become of it.
 */
export async function openBalancer(urls: readonly string[]): Promise<Balancer> {
  const backends = urls.map((url): Backend => {
    return { url, agent: new Agent({ keepAlive: true }), failures: 0, isUp: false };
  });
  const answered = new Map(urls.map((url) => [url, 0]));
  let turn = 0;

  const check = async (backend: Backend): Promise<void> => {
    const isReady = await fetch(`${backend.url}/health/ready`, {
      headers: { connection: "close" },
      signal: AbortSignal.timeout(5_000),
    }).then(
      (reply) => reply.ok,
      () => false,
    );
    backend.failures = isReady ? 0 : backend.failures + 1;
    if (isReady) backend.isUp = true;
    else if (backend.failures >= FAILURES_TO_FALL) backend.isUp = false;
  };
  const checkAll = () => Promise.all(backends.map(check));
  const checking = setInterval(() => {
    // It never rejects: what it finds out is whether the hub is ready.
    checkAll().catch(() => undefined);
  }, CHECK_EVERY_MS);
  await checkAll();

  const passOn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request, LARGEST_BODY_BYTES);
    turn += 1;
    const [first, ...others] = [
      ...backends.slice(turn % backends.length),
      ...backends.slice(0, turn % backends.length),
    ];
    const order = [first, ...others].filter((backend): backend is Backend => backend?.isUp === true);
    for (const backend of order) {
      try {
        const reply = await send(backend, request, body);
        const text = await readBody(reply, LARGEST_BODY_BYTES);
        answered.set(backend.url, (answered.get(backend.url) ?? 0) + 1);
        response.writeHead(reply.statusCode ?? 502, { "content-type": reply.headers["content-type"] }).end(text);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ECONNREFUSED") {
          response.writeHead(502).end(`${backend.url}: ${String(error)}`);
          return;
        }
      }
    }
    response.writeHead(503).end("no hub is ready");
  };

  const server = createServer((request, response) => {
    passOn(request, response).catch(() => response.destroy());
  });
  await listen(server, 0, "127.0.0.1");
  return {
    url: urlOf(server),
    isUp: (url) => backends.some((backend) => backend.url === url && backend.isUp),
    answered,
    async close() {
      clearInterval(checking);
      server.closeAllConnections();
      const closed = once(server, "close");
      server.close();
      await closed;
      for (const { agent } of backends) agent.destroy();
    },
  };
}

const PASSED_ON = ["content-type", "accept", "authorization", "x-purpose", "x-request-id"];

async function send(
  backend: Backend,
  { method, url, headers }: IncomingMessage,
  body: string,
): Promise<IncomingMessage> {
  const passed = Object.fromEntries(Object.entries(headers).filter(([name]) => PASSED_ON.includes(name)));
  const sent = { ...passed, "content-length": Buffer.byteLength(body) };
  const request = sendRequest(backend.url + (url ?? "/"), { method, agent: backend.agent, headers: sent });
  request.end(body);
  const [reply] = (await once(request, "response")) as [IncomingMessage];
  return reply;
}
