import type { Dispatcher } from "undici";

/** Sends one request and gives the size of its answer; -1 when it was not an answer. Does as little as it can. */
export function askOnce(
  pool: Dispatcher,
  path: string,
  headers: Record<string, string>,
  body: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let size = 0;
    pool.dispatch(
      { method: "POST", path, headers, body },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, status) => {
          if (status !== 200) size = Number.NaN;
        },
        onResponseData: (_controller, chunk) => {
          size += chunk.length;
        },
        onResponseEnd: () => resolve(Number.isNaN(size) ? -1 : size),
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });
}
