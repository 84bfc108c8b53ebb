import { once } from "node:events";
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as sendRequest,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import { readBody } from "../../subgraphs/shared/read-body.ts";

const LARGEST_BODY_BYTES = 4 * 1024 * 1024;

/** One call to a department, held up on its way. */
export interface HeldCall {
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  readonly response: ServerResponse;
  /** What the department itself answers: to this call, or to another body in its place. */
  ask(body?: string, headers?: IncomingHttpHeaders): Promise<string>;
  /** Lets the call through as it is. */
  pass(): Promise<void>;
}

/** What happens to a call in place of an answer. */
export interface Fault {
  readonly name: string;
  /** Left out: not even a connection is to be had. */
  readonly meet?: (call: HeldCall) => Promise<void> | void;
}

/** Stands before a department and fails as it is told. */
export interface FaultProxy {
  readonly url: string;
  /** Bodies of the calls that arrived, oldest first. */
  readonly calls: readonly string[];
  /** Every call meets the fault, until `heal`. */
  fail(fault: Fault): Promise<void>;
  /** The next calls meet the fault, one each. */
  failNext(...faults: readonly Fault[]): void;
  heal(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a proxy before an address, without any fault to begin with. */
export async function openFaultProxy(target: string): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  const sockets = new Set<Socket>();
  const calls: string[] = [];
  const next: Fault[] = [];
  let standing: Fault | null = null;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request, LARGEST_BODY_BYTES);
    calls.push(body);
    const { headers } = request;
    const send = (text = body, more: IncomingHttpHeaders = {}) => forward(target, agent, { ...headers, ...more }, text);
    const call: HeldCall = {
      body,
      headers,
      response,
      ask: async (text, more) => readBody(await send(text, more), Infinity),
      pass: async () => {
        const reply = await send();
        // A stream of events ends at the department when its reader has gone.
        response.once("close", () => reply.destroy());
        response.writeHead(reply.statusCode ?? 502, reply.headers);
        response.flushHeaders();
        await pipeline(reply, response);
      },
    };
    const fault = next.shift() ?? standing;
    await (fault?.meet?.(call) ?? (fault === null ? call.pass() : undefined));
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const port = await listenOn(server, 0);

  const shut = async (): Promise<void> => {
    const closed = once(server, "close");
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  return {
    url: `http://127.0.0.1:${port}${new URL(target).pathname}`,
    calls,
    async fail(fault) {
      standing = fault;
      if (fault.meet === undefined && server.listening) await shut();
    },
    failNext: (...faults) => void next.push(...faults),
    async heal() {
      standing = null;
      next.length = 0;
      if (!server.listening) await listenOn(server, port);
    },
    async close() {
      if (server.listening) await shut();
      agent.destroy();
    },
  };
}

async function listenOn(server: Server, port: number): Promise<number> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function forward(
  target: string,
  agent: Agent,
  headers: IncomingHttpHeaders,
  body: string,
): Promise<IncomingMessage> {
  const own = { ...headers, host: new URL(target).host, "content-length": Buffer.byteLength(body) };
  const request = sendRequest(target, { method: "POST", agent, headers: own });
  request.end(body);
  const [reply] = (await once(request, "response")) as [IncomingMessage];
  return reply;
}
