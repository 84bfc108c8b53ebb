import { mkdirSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request as send } from "node:http";
import { join } from "node:path";
import { openPages, type Pages } from "../../router/http/pages.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A page as the build writes it, long enough to be worth packing. */
export const PAGE = `<!doctype html><title>${"办事只进一扇门 ".repeat(80)}</title>`;

/** What a browser sends when somebody opens an address. */
export const NAVIGATION = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

/** A folder in which a test builds pages of its own. */
export interface PageFolder {
  readonly path: string;
  readonly write: (path: string, content: string | Buffer) => void;
  readonly open: (path: string) => Pages;
  remove(): Promise<void>;
}

export async function openPageFolder(): Promise<PageFolder> {
  const { path: folder, remove } = await temporaryFolder("onedoor-pages-");
  const write = (path: string, content: string | Buffer): void => {
    const file = join(folder, path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, content);
  };
  write("dist/index.html", PAGE);
  write("dist/explorer/index.html", PAGE.replace("<title>", "<title>explorer "));
  return {
    path: folder,
    write,
    open(path) {
      const pages = openPages(join(folder, path));
      if (pages === null) throw new Error(`no pages in ${path}`);
      return pages;
    },
    remove,
  };
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  readonly text: string;
}

/** Asks with the path as it is written, and leaves the answer packed: `fetch` would tidy both up. */
export function getRaw(
  url: string,
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = send(url, { path, method, headers });
    request.on("error", reject);
    request.on("response", (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const body = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body, text: body.toString("utf8") });
      });
    });
    request.end();
  });
}
