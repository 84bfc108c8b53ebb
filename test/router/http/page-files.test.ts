import { existsSync, readdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { type ClientRequest, request as send } from "node:http";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub, type TestHub } from "../../support/hub.ts";
import { getRaw, openPageFolder, type PageFolder } from "../../support/page-folder.ts";

const SCRIPT = `export const door = 1; // ${"one door ".repeat(200)}\n`;
const SCRIPT_PATH = "/assets/app-C0ffee00.js";
const LARGE = 4 * 2 ** 20;
const OPEN_FILES = "/proc/self/fd";

let folder: PageFolder;
let hub: TestHub;
beforeAll(async () => {
  folder = await openPageFolder();
  folder.write(`dist${SCRIPT_PATH}`, SCRIPT);
  folder.write(`dist${SCRIPT_PATH}.br`, brotliCompressSync(SCRIPT));
  folder.write(`dist${SCRIPT_PATH}.gz`, gzipSync(SCRIPT));
  folder.write("dist/assets/large-00000000.js", Buffer.alloc(LARGE, "x"));
  folder.write("dist/assets/gone-00000000.js", "gone");
  folder.write("dist/favicon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
  folder.write("outside.js", "secret");
  hub = await openHub({ pages: folder.open("dist") });
});
afterAll(async () => {
  await hub.close();
  await folder.remove();
});

const get = (path: string, headers?: Record<string, string>, method?: string) => getRaw(hub.url, path, headers, method);

describe("a file", () => {
  test("is kept for ever where its name holds its content's hash, and asked for again elsewhere", async () => {
    const script = await get(SCRIPT_PATH);
    expect(script.status).toBe(200);
    expect(script.text).toBe(SCRIPT);
    expect(script.headers["content-type"]).toMatch(/^text\/javascript/);
    expect(script.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(script.headers["x-content-type-options"]).toBe("nosniff");
    expect((await get("/favicon.svg")).headers["cache-control"]).toBe("no-cache");
  });

  test("has a policy of its own, for a worker obeys no other", async () => {
    const policy = String((await get(SCRIPT_PATH)).headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("connect-src");
  });

  test.each<[accept: string, encoding: string | undefined]>([
    ["gzip, deflate, br", "br"],
    ["gzip", "gzip"],
    ["gzip, br;q=0", "gzip"],
    ["br;q=0, gzip;q=0", undefined],
    ["identity", undefined],
  ])("for a client that reads %j is sent as %s", async (accept, encoding) => {
    const { headers, body } = await get(SCRIPT_PATH, { "accept-encoding": accept });
    expect(headers["content-encoding"]).toBe(encoding);
    expect(headers.vary).toBe("Accept-Encoding");
    const unpack = encoding === "br" ? brotliDecompressSync : encoding === "gzip" ? gunzipSync : (same: Buffer) => same;
    expect(unpack(body).toString()).toBe(SCRIPT);
  });

  test("that the client has already is not sent again", async () => {
    const { etag = "" } = (await get(SCRIPT_PATH)).headers;
    const again = await get(SCRIPT_PATH, { "if-none-match": etag });
    expect(again.status).toBe(304);
    expect(again.body).toHaveLength(0);
    expect((await get(SCRIPT_PATH, { "if-none-match": 'W/"other"' })).status).toBe(200);
  });

  test("asked for by HEAD sends its headers alone", async () => {
    const { status, headers, body } = await get(SCRIPT_PATH, {}, "HEAD");
    expect(status).toBe(200);
    expect(headers["content-length"]).toBe(String(Buffer.byteLength(SCRIPT)));
    expect(body).toHaveLength(0);
  });

  test.each(["bytes=5-2", "bytes=-5", "bytes=0-4", "bytes=999999-", "lines=1-2"])(
    "asked for in part, %s, is sent whole",
    async (range) => {
      const { status, text } = await get(SCRIPT_PATH, { range });
      expect([status, text]).toEqual([200, SCRIPT]);
    },
  );
});

describe("a file system that does something else", () => {
  test("a file that is gone ends its own connection and nothing else", async () => {
    rmSync(join(folder.path, "dist/assets/gone-00000000.js"));
    await expect(get("/assets/gone-00000000.js")).rejects.toThrow();
    expect((await get("/")).status).toBe(200);
  });

  test.runIf(existsSync(OPEN_FILES))("a client that leaves in the middle leaves no file open", async () => {
    const isOpen = () => openFiles().some((file) => file.includes("large-00000000"));
    const request = await halfRead("/assets/large-00000000.js");
    expect(isOpen()).toBe(true);
    request.destroy();
    await expect.poll(isOpen, { timeout: 5_000 }).toBe(false);
  });

  test("files that appear later are not there: the list is made once", async () => {
    folder.write("dist/assets/later-00000000.js", "later");
    symlinkSync(join(folder.path, "outside.js"), join(folder.path, "dist/assets/link-00000000.js"));
    expect((await get("/assets/later-00000000.js")).status).toBe(404);
    expect((await get("/assets/link-00000000.js")).status).toBe(404);
  });
});

/** Answers once the first bytes are there; nobody reads on. */
function halfRead(path: string): Promise<ClientRequest> {
  return new Promise((resolve, reject) => {
    const request = send(hub.url, { path });
    request.on("error", reject);
    request.on("response", (response) => {
      response.on("error", () => undefined);
      response.once("readable", () => resolve(request));
    });
    request.end();
  });
}

function openFiles(): string[] {
  return readdirSync(OPEN_FILES).flatMap((fd) => {
    try {
      return [readlinkSync(join(OPEN_FILES, fd))];
    } catch {
      // Closed since the folder was read.
      return [];
    }
  });
}
