import { setTimeout } from "node:timers/promises";
import iconv from "iconv-lite";
import type { Spoil } from "./legacy-stand.ts";

/** Stands in every wrong answer: it must show up nowhere. */
export const MARKER = "机密32990119900101001X";

const TOO_SLOW_MS = 3_000;
const MEGABYTE = "x".repeat(1024 * 1024);

/** What any old system can do wrong, whatever its protocol. */
export const faultsOfAnySource: Readonly<Record<string, Spoil>> = {
  "hangs up": () => {
    throw new Error("hung up");
  },
  "is slow": async (reply) => {
    await setTimeout(TOO_SLOW_MS);
    return reply;
  },
  "cuts its answer off": (reply) => ({ ...reply, body: reply.body.subarray(0, reply.body.length / 2) }),
  "answers with an empty page": (reply) => ({ ...reply, body: Buffer.alloc(0) }),
  "answers with a page for people": (reply) => ({
    ...reply,
    contentType: "text/html",
    body: Buffer.from(`<html><body>系统维护中 ${MARKER}</body></html>`),
  }),
  "answers in another character set": (reply) => ({
    ...reply,
    body: iconv.encode(`${reply.body.toString("utf8")}${MARKER}`, "gb18030"),
  }),
  "answers without end": (reply) => ({ ...reply, body: Buffer.from(MEGABYTE.repeat(5)) }),
  fails: (reply) => ({ ...reply, status: 500, body: Buffer.from(`java.sql.SQLException: ${MARKER}`) }),
  "sends somewhere else": (reply) => ({ ...reply, status: 302, body: Buffer.from(MARKER) }),
};

/** Replaces a piece of the answer, which must be there. */
export function replacing(piece: string | RegExp, other: string): Spoil {
  return (reply) => {
    const text = reply.body.toString("utf8");
    const spoilt = text.replace(piece, other);
    if (spoilt === text) throw new Error("the answer does not hold the piece to be replaced");
    return { ...reply, body: Buffer.from(spoilt) };
  };
}
