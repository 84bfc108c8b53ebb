import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPages, pageFiles, pagesMissing } from "../../../router/http/pages.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { getRaw, NAVIGATION, openPageFolder, PAGE, type PageFolder } from "../../support/page-folder.ts";

let folder: PageFolder;
let hub: TestHub;
beforeAll(async () => {
  folder = await openPageFolder();
  folder.write("dist/assets/app-C0ffee00.js", "export const door = 1;");
  folder.write("dist/.sources", "the build's own note");
  folder.write("dist/.secret/key.js", "secret");
  folder.write("outside.js", "secret");
  hub = await openHub({ pages: folder.open("dist") });
});
afterAll(async () => {
  await hub.close();
  await folder.remove();
});

const get = (path: string, headers?: Record<string, string>, method?: string) => getRaw(hub.url, path, headers, method);

describe("a page", () => {
  test.each(["/", "/?lang=en", "/residents/5000000001", "/sign-in", "/accounts/%E7%8E%8B"])(
    "of the app answers %s",
    async (path) => {
      const { status, headers, text } = await get(path, NAVIGATION);
      expect(status).toBe(200);
      expect(headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(headers["cache-control"]).toBe("no-store");
      expect(text).toContain("<title>办事只进一扇门");
    },
  );

  test.each(["/explorer", "/explorer/", "/explorer?query=%7B%7D"])("of the explorer answers %s", async (path) => {
    expect((await get(path, NAVIGATION)).text).toContain("<title>explorer");
  });

  test.each(["/", "/explorer"])("answers %s whatever the client says it takes", async (path) => {
    expect((await get(path)).status).toBe(200);
  });

  test.each(["/", "/explorer"])(
    "%s has no script or style as text, asks no other host, is in no other page",
    async (path) => {
      const { headers } = await get(path, NAVIGATION);
      const policy = String(headers["content-security-policy"]);
      expect(policy).not.toMatch(/unsafe|\*|https?:|blob:|data:/);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("style-src 'self';");
      expect(policy).toContain("connect-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy).toContain("form-action 'none'");
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(headers["permissions-policy"]).toMatch(/camera=\(\).*geolocation=\(\).*microphone=\(\)/);
    },
  );

  test("comes packed when the client can unpack it", async () => {
    const { headers, body } = await get("/", { ...NAVIGATION, "accept-encoding": "gzip, br" });
    expect(headers["content-encoding"]).toBe("br");
    expect(brotliDecompressSync(body).toString()).toContain("办事只进一扇门");
  });

  test("asked for by HEAD sends its headers alone", async () => {
    const { status, headers, body } = await get("/", NAVIGATION, "HEAD");
    expect(status).toBe(200);
    expect(headers["content-security-policy"]).toBeDefined();
    expect(body).toHaveLength(0);
  });
});

describe("what is no page and no file", () => {
  const NOTHING = '{"error":"There is nothing here. The API is at /graphql."}';

  test.each([
    "/assets/none-00000000.js",
    "/index.html",
    "/explorer/index.html",
    "/explorer/index.html/",
    "/.sources",
    "/.secret/key.js",
    "/.env",
    "/../outside.js",
    "/assets/../../outside.js",
    "/..%2foutside.js",
    "/%2e%2e/outside.js",
    "/assets/..%2f..%2foutside.js",
    "/assets/..\\..\\outside.js",
    "//etc/passwd",
    "/assets/app-C0ffee00.js%00.html",
    "/auth/nothing",
    "/graphql/explorer",
    "/health",
    "/health/nothing",
    "/metrics/",
    "/.well-known/security.txt",
  ])("is said to be nothing: %s", async (path) => {
    const { status, headers, text } = await get(path, NAVIGATION);
    expect([status, text]).toEqual([404, NOTHING]);
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
  });

  test("is never a page without its headers, however its file is named", async () => {
    for (const path of ["/index%2Ehtml", "/index%2ehtml", "/explorer%2Findex.html", "/explorer/index%2Ehtml"]) {
      expect((await get(path)).text, path).toBe(NOTHING);
    }
  });

  test("is said to be nothing to a program, too", async () => {
    expect((await get("/residents", { accept: "application/json" })).text).toBe(NOTHING);
    expect((await get("/nowhere")).text).toBe(NOTHING);
  });

  test.each(["POST", "PUT", "DELETE"])("is what %s finds at a page", async (method) => {
    expect((await get("/", NAVIGATION, method)).status).toBe(404);
  });
});

describe("what the hub answers itself", () => {
  test.each([
    ["/graphql", 401],
    ["/health/live", 200],
    ["/health/ready", 200],
    ["/metrics", 200],
    ["/.well-known/jwks.json", 200],
  ])("no page hides %s", async (path, status) => {
    const answer = await get(path, NAVIGATION);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain("<!doctype html>");
  });
});

describe("a folder without a build", () => {
  test.each(Object.values(pageFiles))("that lacks %s holds no pages", (file) => {
    const present = Object.values(pageFiles).filter((other) => other !== file);
    for (const other of present) folder.write(`half-${file}/${other}`, PAGE);
    expect(openPages(join(folder.path, `half-${file}`))).toBeNull();
    expect(openPages(join(folder.path, "nowhere"))).toBeNull();
  });

  test("is told of in a sentence wherever a page was expected", async () => {
    const sentence = "The web app is not built.";
    const missing = await openHub({ pages: pagesMissing(sentence) });
    const ask = async (path: string) => {
      const response = await fetch(`${missing.url}${path}`, { headers: NAVIGATION });
      return [response.status, await response.text()];
    };
    try {
      expect(await ask("/")).toEqual([503, `${sentence}\n`]);
      expect(await ask("/explorer")).toEqual([503, `${sentence}\n`]);
      expect(await ask("/health/live")).toEqual([200, '{"status":"live"}']);
      expect((await ask("/assets/app.js"))[0]).toBe(404);
    } finally {
      await missing.close();
    }
  });
});
