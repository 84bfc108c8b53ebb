import { createServer } from "node:http";
import { closeAtOnce, listen, urlOf } from "../../subgraphs/shared/listen.ts";
import { readBody } from "../../subgraphs/shared/read-body.ts";

/** A question as it reaches an old system. */
export interface LegacyQuestion {
  readonly path: string;
  readonly body: string;
}

export interface LegacyReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

export type AnswerQuestion = (question: LegacyQuestion) => LegacyReply | Promise<LegacyReply>;

export interface LegacyServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves an old system's answers on a loopback port of the machine's choice. */
export async function serveLegacy(answer: AnswerQuestion): Promise<LegacyServer> {
  const server = createServer((request, response) => {
    readBody(request, Infinity)
      .then((body) => answer({ path: request.url ?? "/", body }))
      .then(({ status, contentType, body }) => {
        response.writeHead(status, { "content-type": contentType }).end(body);
      })
      .catch(() => response.destroy());
  });
  await listen(server, 0, "127.0.0.1");
  return {
    url: urlOf(server),
    close: () => closeAtOnce(server),
  };
}
