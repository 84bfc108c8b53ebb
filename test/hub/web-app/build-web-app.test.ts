import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildWebApp, stateOfBuild } from "../../../hub/web-app/build-web-app.ts";
import { openWebApp } from "../../../hub/web-app/open-web-app.ts";
import type { Pages } from "../../../router/http/pages.ts";
import { closeAtOnce, listen, urlOf } from "../../../subgraphs/shared/listen.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const LONG = JSON.stringify("one door ".repeat(300));
const SOURCES: Readonly<Record<string, string>> = {
  "web/index.html": '<!doctype html><title>door</title><script type="module" src="/main.js"></script>',
  "web/explorer/index.html": '<!doctype html><title>explorer</title><script type="module" src="/main.js"></script>',
  "web/main.js": `document.title = ${LONG};`,
  "web/vite.config.js":
    'export default { root: import.meta.dirname, build: { rolldownOptions: { input: ["index.html", "explorer/index.html"].map((file) => `${import.meta.dirname}/${file}`) } } };',
  "schema/api.graphql": "type Query { door: ID }",
  "schema/operations/manifest.json": "{}",
  "package-lock.json": "{}",
};

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let root: string;
beforeAll(async () => {
  folder = await temporaryFolder("onedoor-build-");
});
afterAll(() => folder.remove());

let count = 0;
beforeEach(() => {
  root = join(folder.path, `installation-${count++}`);
  for (const [path, text] of Object.entries(SOURCES)) write(path, text);
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** What the hub says while it opens its pages, and what a browser gets of them. */
async function open(isProduction: boolean): Promise<{ said: string[]; page: string }> {
  const said: string[] = [];
  const pages = await openWebApp({ isProduction }, (line) => said.push(line), root);
  return { said, page: await pageOf(pages) };
}

describe("buildWebApp", () => {
  test("puts the pages and their files in web/dist, each long file packed beside itself", async () => {
    await buildWebApp(root);
    const names = readdirSync(join(root, "web/dist/assets"));
    const script = names.find((name) => name.endsWith(".js")) ?? "";
    const read = (ending: string) => readFileSync(join(root, "web/dist/assets", `${script}${ending}`));
    expect(read("").toString()).toContain("one door one door");
    expect(brotliDecompressSync(read(".br"))).toEqual(read(""));
    expect(gunzipSync(read(".gz"))).toEqual(read(""));
    expect(readdirSync(join(root, "web")).filter((name) => name.startsWith(".building"))).toEqual([]);
  });

  test("leaves the build that is there when the sources can't be built, and says where they are wrong", async () => {
    await buildWebApp(root);
    const built = readdirSync(join(root, "web/dist/assets"));
    write("web/main.js", "this is not a script");
    await expect(buildWebApp(root)).rejects.toThrow(/^The web app can't be built:\n[^]*main\.js/);
    expect(readdirSync(join(root, "web/dist/assets"))).toEqual(built);
  });

  test("may run twice at once", async () => {
    await Promise.all([buildWebApp(root), buildWebApp(root)]);
    expect(stateOfBuild(root)).toBe("current");
  });
});

describe("stateOfBuild", () => {
  test("is missing before the first build, and stale as soon as a source changes, comes or goes", async () => {
    expect(stateOfBuild(root)).toBe("missing");
    await buildWebApp(root);
    expect(stateOfBuild(root)).toBe("current");
    for (const path of Object.keys(SOURCES)) {
      write(path, `${SOURCES[path] ?? ""} `);
      expect(stateOfBuild(root), path).toBe("stale");
      write(path, SOURCES[path] ?? "");
      expect(stateOfBuild(root), path).toBe("current");
    }
    write("web/more.css", "");
    expect(stateOfBuild(root)).toBe("stale");
    rmSync(join(root, "web/more.css"));
    write("web/generated/types.ts", "made by the build itself");
    expect(stateOfBuild(root)).toBe("current");
  });

  test("is current where the build came without its sources", async () => {
    await buildWebApp(root);
    for (const path of ["web/index.html", "web/main.js"]) rmSync(join(root, path));
    expect(stateOfBuild(root)).toBe("current");
  });
});

describe("openWebApp", () => {
  test("builds what is missing or old while trying out, and says so", async () => {
    const first = await open(false);
    expect(first.said).toEqual(["Building the web app …", expect.stringMatching(/^The web app is built, in \d+ s\.$/)]);
    expect(first.page).toContain("<title>door</title>");
    expect((await open(false)).said).toEqual([]);
    write("web/index.html", (SOURCES["web/index.html"] ?? "").replace("door", "other door"));
    expect((await open(false)).page).toContain("<title>other door</title>");
  });

  test("goes on with the build before when the sources can't be built", async () => {
    await open(false);
    write("web/main.js", "this is not a script");
    const { said, page } = await open(false);
    expect(said.join("\n")).toContain("The web app can't be built:");
    expect(page).toContain("<title>door</title>");
  });

  test("builds nothing in production, and says what to do", async () => {
    const missing = await open(true);
    const sentence = "The web app is not built: run npm run build, and start the hub again.";
    expect(missing).toEqual({ said: [sentence], page: `${sentence}\n` });
    expect(existsSync(join(root, "web/dist"))).toBe(false);
    await buildWebApp(root);
    write("web/main.js", "document.title = 1;");
    const stale = await open(true);
    expect(stale.said).toEqual(["The web app is older than its sources: run npm run build, and start the hub again."]);
    expect(stale.page).toContain("<title>door</title>");
  });
});

async function pageOf(pages: Pages): Promise<string> {
  const server = createServer((request, response) => {
    pages.serve(request, response, request.url ?? "/").catch(() => response.destroy());
  });
  await listen(server, 0, "127.0.0.1");
  try {
    return await (await fetch(urlOf(server))).text();
  } finally {
    await closeAtOnce(server);
  }
}
