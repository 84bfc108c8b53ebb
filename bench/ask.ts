import { setTimeout as sleep } from "node:timers/promises";

/** One request, ready to be sent. */
export interface Ask {
  /** Left out where permissions are off. */
  readonly as?: { readonly token: string; readonly purpose: string };
  readonly body: string;
}

export function headersOf({ as }: Ask): Record<string, string> {
  return {
    "content-type": "application/json",
    accept: "application/json",
    ...(as === undefined ? {} : { authorization: `Bearer ${as.token}`, "x-purpose": as.purpose }),
  };
}

export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly object[];
}

/** An answer and its size in bytes. */
export interface SizedAnswer extends Answer {
  readonly size: number;
}

const BUSY = new Set([429, 503]);
const TRIES = 50;
const PAUSE_MS = 200;

/** Sends one GraphQL request, apart from any load. On a busy machine a server may turn it away for a while. */
export async function ask(url: string, question: Ask): Promise<SizedAnswer> {
  let response = await send(url, question);
  for (let tries = 1; tries < TRIES && BUSY.has(response.status); tries += 1) {
    await response.arrayBuffer();
    await sleep(PAUSE_MS);
    response = await send(url, question);
  }
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString();
  try {
    return { ...(JSON.parse(text) as Answer), size: bytes.length };
  } catch {
    throw new Error(`status ${response.status}: ${text.slice(0, 300)}`);
  }
}

function send(url: string, question: Ask): Promise<Response> {
  return fetch(url, { method: "POST", headers: headersOf(question), body: question.body });
}
