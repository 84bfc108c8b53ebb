import { request } from "node:https";
import { createServer } from "node:net";
import { expect } from "vitest";

/** What a hub, or a proxy before it, answered. */
export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly cookie: string;
}
export type Send = (path: string, body: object, headers?: Readonly<Record<string, string>>) => Promise<Reply>;

/** Chooses a password with the code, and gives the cookie of the session. */
export async function activate(send: Send, code: string, username = "zhangsan"): Promise<string> {
  const reply = await send("/auth/activate", { username, code, password: "a passphrase of this test, long enough" });
  expect([reply.status, reply.text]).toEqual([200, expect.anything()]);
  expect(reply.cookie).toMatch(/^__Secure-/);
  return reply.cookie;
}

/** Asks a hub as the proxy before it would. */
export async function post(
  url: string,
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-forwarded-for": "203.0.113.7", ...headers },
    body: JSON.stringify(body),
  });
  const cookie = response.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";
  return { status: response.status, text: await response.text(), cookie };
}

/** Asks through the proxy, whose certificate is of the page's name. */
export async function secure(
  port: number,
  ca: string,
  method: string,
  path: string,
  body = "",
  headers = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port,
        host: "127.0.0.1",
        servername: "hub.example.cn",
        ca,
        method,
        path,
        headers: { host: "hub.example.cn", "content-type": "application/json", ...headers },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part));
        const cookie = response.headers["set-cookie"]?.[0]?.split(";", 1)[0] ?? "";
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text, cookie }));
      },
    );
    sent.on("error", reject).end(body);
  });
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => void server.close(resolve));
  return port;
}
