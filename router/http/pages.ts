import { existsSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { Readable } from "node:stream";
import sirv from "sirv";
import { negotiateEncoding } from "./compress.ts";
import { fileHeaders, pageHeaders } from "./page-headers.ts";
import { sendCompressed, sendText } from "./respond.ts";

/** What browsers are shown: the web app and the explorer. */
export interface Pages {
  /** False: there is no page and no file of that path, and nothing was sent. */
  serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean>;
}

type PageKind = "app" | "explorer";

/** Where the build puts each page. */
export const pageFiles: Readonly<Record<PageKind, string>> = { app: "index.html", explorer: "explorer/index.html" };

/** Programs ask below these: a mistyped address gets an error, and never a page. */
const NOT_FOR_PAGES = /^\/(?:auth|graphql|health|metrics)(?:\/|$)/;

/** The pages in a folder, as they were when it was opened. Null: there are none. */
export function openPages(folder: string): Pages | null {
  const { app, explorer } = pageFiles;
  if (![app, explorer].every((file) => existsSync(join(folder, file)))) return null;
  const read = (file: string) => readFileSync(join(folder, file), "utf8");
  const texts: Readonly<Record<PageKind, string>> = { app: read(app), explorer: read(explorer) };
  const sendFile = openFiles(folder);
  return {
    async serve(request, response, path) {
      if (!isRead(request)) return false;
      const kind = pageAt(path, request);
      if (kind === null) return sendFile(request, response, path);
      setHeaders(response, pageHeaders());
      await sendCompressed(response, 200, "text/html", texts[kind]);
      return true;
    },
  };
}

/** Says in place of every page why there is none. */
export function pagesMissing(sentence: string): Pages {
  return {
    async serve(request, response, path) {
      if (!isRead(request) || pageAt(path, request) === null) return false;
      sendText(response, 503, "text/plain", `${sentence}\n`);
      return true;
    },
  };
}

/** Addresses inside the web app are its own to understand; they have no dot, so that no missing file is a page. */
function pageAt(path: string, request: IncomingMessage): PageKind | null {
  if (path === "/") return "app";
  if (path === "/explorer" || path === "/explorer/") return "explorer";
  const asksForPage = request.headers.accept?.includes("text/html") === true;
  return asksForPage && /^\/[^/.][^.]*$/.test(path) && !NOT_FOR_PAGES.test(path) ? "app" : null;
}

/** Files are listed once, here: what is not on the list is not there, however a path is written. */
function openFiles(folder: string): (request: IncomingMessage, response: ServerResponse, path: string) => boolean {
  const send = sirv(folder, {
    etag: true,
    gzip: true,
    brotli: true,
    extensions: [],
    setHeaders: (response, path) => setHeaders(response, fileHeaders(path)),
  });
  return (request, response, path) => {
    // No name of ours is written with an escape; a page never leaves without its headers.
    if (path.includes("%") || /\.html\b/.test(path)) return false;
    const { headers } = request;
    // sirv does not read qualities: it would send what the client says it can't read.
    headers["accept-encoding"] = negotiateEncoding(headers["accept-encoding"]) ?? "";
    // Nobody resumes a file this small, and sirv takes whatever stands in the header for positions.
    delete headers.range;
    closeWhatIsPiped(response);
    let isFound = true;
    send(request, response, () => {
      isFound = false;
    });
    return isFound;
  };
}

/** sirv does neither: a file that is gone would end the process, and a client that leaves would leave a file open. */
function closeWhatIsPiped(response: ServerResponse): void {
  response.once("pipe", (source: Readable) => {
    source.once("error", () => response.destroy());
    response.once("close", () => source.destroy());
  });
}

function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

function isRead({ method }: IncomingMessage): boolean {
  return method === "GET" || method === "HEAD";
}
