import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { Fault } from "../fault-proxy.ts";

/** Nothing listens at the department's address. */
export const refused: Fault = { name: "refuses the connection" };

/** The connection breaks before anything of the answer has come. */
export const reset: Fault = {
  name: "resets the connection",
  meet: ({ response }) => void response.socket?.resetAndDestroy(),
};

export const resetMidBody: Fault = {
  name: "resets the connection in the middle of the answer",
  async meet(call) {
    const text = await call.ask();
    call.response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
    call.response.write(text.slice(0, text.length / 2), () => call.response.socket?.resetAndDestroy());
  },
};

/** Answers rightly, but late. */
export function delayed(ms: number): Fault {
  return {
    name: `takes ${ms} ms`,
    async meet(call) {
      await pause(ms);
      await call.pass();
    },
  };
}

export const blackHole: Fault = { name: "takes the call and never answers", meet: () => undefined };

export function status(code: number): Fault {
  return {
    name: `answers ${code}`,
    meet: ({ response }) =>
      void response.writeHead(code, { "content-type": "text/plain" }).end("SELECT at db7.internal"),
  };
}

export const html: Fault = {
  name: "answers a web page with 200",
  meet: ({ response }) =>
    void response
      .writeHead(200, { "content-type": "text/html" })
      .end("<!doctype html><title>Sign in at db7.internal</title>"),
};

export const truncated: Fault = {
  name: "answers half a text, and calls it whole",
  async meet(call) {
    const text = await call.ask();
    const half = text.slice(0, text.length / 2);
    call.response.writeHead(200, { "content-type": "application/json" }).end(half);
  },
};

const MEGABYTE = "x".repeat(1024 * 1024);

/** A text that is JSON to its last byte, and far longer than any answer. */
export const huge: Fault = {
  name: "answers 50 MB",
  async meet({ response }) {
    response.writeHead(200, { "content-type": "application/json" });
    await pipeline(Readable.from(longText()), response);
  },
};

function* longText(): Generator<string> {
  yield '{"data":{"filler":"';
  for (let sent = 0; sent < 50; sent += 1) yield MEGABYTE;
  yield '"}}';
}
