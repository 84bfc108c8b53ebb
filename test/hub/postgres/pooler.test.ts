import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { requireServers } from "../../../hub/postgres/require-server.ts";
import { type DatabaseProxy, openDatabaseProxy } from "../../support/database-proxy.ts";

const SENTENCE =
  /^At 127\.0\.0\.1:\d+ a connection pooler such as PgBouncer answers and not PostgreSQL itself: set DATABASE_PREPARE=false, and give the address of the server behind it in DATABASE_DIRECT_URL\.$/;

let proxy: DatabaseProxy;
beforeAll(async () => {
  proxy = await openDatabaseProxy(inject("cluster").adminUrl);
});
afterAll(() => proxy.close());

const start = (url: string) => requireServers([{ url, setting: "DATABASE_URL" }]);

test("a server behind a plain proxy is a server", async () => {
  await start(proxy.through(inject("cluster").adminUrl));
});

test("a pooler that takes settings and makes up a process number is refused in one sentence", async () => {
  // BackendKeyData: 'K', its length, the process, the secret.
  const key = Buffer.from([0x4b, 0, 0, 0, 12]);
  proxy.alter((said) => {
    const at = said.indexOf(key);
    if (at >= 0) said.writeUInt32BE(4_711_471, at + key.length);
    return said;
  });
  await expect(start(proxy.through(inject("cluster").adminUrl))).rejects.toThrow(SENTENCE);
  proxy.alter(null);
});

test("a pooler that refuses the settings of a session is refused in one sentence", async () => {
  const words = ["SFATAL", "VFATAL", "C08P01", "Munsupported startup parameter: statement_timeout"].join("\0");
  const body = Buffer.from(`${words}\0\0`);
  const said = Buffer.concat([Buffer.from("E"), Buffer.alloc(4), body]);
  said.writeUInt32BE(body.length + 4, 1);
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(said));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await expect(start(`postgres://onedoor:word@127.0.0.1:${port}/onedoor`)).rejects.toThrow(SENTENCE);
  server.close();
});
