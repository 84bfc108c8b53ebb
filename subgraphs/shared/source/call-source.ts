import { Agent, request } from "undici";
import { UNSTORABLE } from "../storable-text.ts";
import { SourceFault } from "./source-fault.ts";

/** One question to a source. Persons are named in the body: addresses end up in the logs of proxies. */
export interface SourceQuestion {
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** Below the address of the settings; nothing a source says ever becomes an address. */
  readonly path?: string;
}

/** Asks a source whose address is in the settings, and gives its answer as text. */
export type AskSource = (question: SourceQuestion) => Promise<string>;

export interface Source {
  readonly ask: AskSource;
  close(): Promise<void>;
}

const LARGEST_ANSWER_BYTES = 4 * 1024 * 1024;
const CONNECTIONS = 4;

/**
 * Opens the way to one source. It follows no redirect, reads no more than 4 MB and believes no character set but
 * UTF-8: a source that answers otherwise is at fault, whatever it holds.
 */
export function openSource(address: string, timeoutMs: number): Source {
  const agent = new Agent({ connections: CONNECTIONS, connect: { timeout: timeoutMs } });
  const base = address.replace(/\/$/, "");
  return {
    async ask({ contentType, headers = {}, body, path = "" }) {
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const reply = await request(`${base}${path}`, {
          method: "POST",
          headers: { ...headers, "content-type": contentType },
          body,
          dispatcher: agent,
          signal,
        });
        const bytes = await readLimited(reply.body);
        // SOAP tells of its own faults with 500, and their text is of no use to anybody here.
        if (reply.statusCode !== 200) throw new SourceFault("SOURCE_REFUSED");
        return decode(bytes);
      } catch (error) {
        if (error instanceof SourceFault) throw error;
        throw new SourceFault(signal.aborted ? "SOURCE_TOO_SLOW" : "SOURCE_UNREACHABLE", { cause: error });
      }
    },
    close: () => agent.destroy(),
  };
}

async function readLimited(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > LARGEST_ANSWER_BYTES) throw new SourceFault("SOURCE_ANSWER_TOO_LARGE");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const IN_ITS_PLACE = Buffer.from(UNSTORABLE).toString("latin1");
const utf8 = new TextDecoder("utf-8", { fatal: true });

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return decodeWithoutHalves(bytes);
  }
}

/**
 * Some systems write half a surrogate pair as if it were a character, which is no UTF-8. In its place stands what no record
 * may hold, so that it costs the one record it is in. No other three bytes of UTF-8 begin like these.
 */
function decodeWithoutHalves(bytes: Buffer): string {
  const mended = bytes.toString("latin1").replace(/\xED[\xA0-\xBF][\x80-\xBF]/g, IN_ITS_PLACE);
  try {
    return utf8.decode(Buffer.from(mended, "latin1"));
  } catch {
    throw new SourceFault("SOURCE_ANSWER_MALFORMED");
  }
}
