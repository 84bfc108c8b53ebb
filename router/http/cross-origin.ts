import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";

const METHODS = "GET, POST";
const REQUEST_HEADERS = "authorization, content-type, x-purpose, x-request-id, traceparent, tracestate";
const ANSWER_HEADERS = "x-access-record, x-request-id, retry-after";
const KEPT_SECONDS = "600";

/** Pages of other sites that may ask at /graphql. */
export interface CrossOrigin {
  /** Sets what the browser wants to read. True: it only asked whether it may, and has been answered. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
}

/**
 * Only origins on the list are told anything. A request brings its token itself and no cookie is read here, so no answer
 * allows credentials: with them, and an origin too many, a page could ask in the name of the user who is signed in.
 */
export function createCrossOrigin(origins: readonly string[]): CrossOrigin {
  const allowed = new Set(origins);
  return {
    answer({ method, headers }, response) {
      if (allowed.size === 0) return false;
      response.appendHeader("vary", "origin");
      const { origin } = headers;
      if (origin === undefined || !allowed.has(origin)) return false;
      response.setHeader("access-control-allow-origin", origin);
      if (method !== "OPTIONS" || headers["access-control-request-method"] === undefined) {
        response.setHeader("access-control-expose-headers", ANSWER_HEADERS);
        return false;
      }
      response.writeHead(204, {
        "access-control-allow-methods": METHODS,
        "access-control-allow-headers": REQUEST_HEADERS,
        "access-control-max-age": KEPT_SECONDS,
      });
      response.end();
      return true;
    },
  };
}

/** The setting: origins, with commas or blanks between them. */
export const originList = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((one) => one !== ""))
  .refine((origins) => origins.every(isOrigin), {
    error: "must be origins like https://counter.example.cn, without a path and never *, with commas between them",
  });

function isOrigin(text: string): boolean {
  if (text.includes("*") || !URL.canParse(text)) return false;
  const { protocol, origin } = new URL(text);
  return (protocol === "https:" || protocol === "http:") && origin === text;
}
