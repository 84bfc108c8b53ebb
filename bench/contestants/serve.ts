import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A question as the benchmark sends it, of which a hand-written handler reads the id only. */
export interface Question {
  readonly id: string;
  readonly authorization: string | undefined;
  readonly purpose: string;
}

/** Serves answers to the flagship query on a port of its own, and says where. */
export function serve(name: string, answer: (question: Question) => Promise<object>): void {
  const server = createServer((request, response) => {
    const send = (status: number, body: object) => {
      const text = JSON.stringify(body);
      response.writeHead(status, {
        "content-type": "application/json; charset=utf-8",
        "content-length": Buffer.byteLength(text),
      });
      response.end(text);
    };
    read(request)
      .then(answer)
      .then(
        (body) => send(200, body),
        (error: unknown) => send(500, { errors: [{ message: String(error) }] }),
      );
  });
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address() as AddressInfo;
    process.stderr.write(`${name} answers at http://127.0.0.1:${port}/graphql\n`);
  });
}

function read(request: IncomingMessage): Promise<Question> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("error", reject);
    request.on("end", () => {
      const { variables } = JSON.parse(Buffer.concat(chunks).toString()) as { variables: { id: string } };
      const { authorization } = request.headers;
      resolve({ id: variables.id, authorization, purpose: String(request.headers["x-purpose"]) });
    });
  });
}
