import type { Dispatcher } from "undici";

/** What came back, without reading it. */
export interface Glance {
  readonly status: number;
  readonly size: number;
}

/** Sends one request and looks at the answer's size only: the load must cost as little as it can. */
export function askOnce(
  pool: Dispatcher,
  path: string,
  headers: Record<string, string>,
  body: string,
): Promise<Glance> {
  return new Promise((resolve, reject) => {
    let status = 0;
    let size = 0;
    pool.dispatch(
      { method: "POST", path, headers, body },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, code) => {
          status = code;
        },
        onResponseData: (_controller, chunk) => {
          size += chunk.length;
        },
        onResponseEnd: () => resolve({ status, size }),
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });
}
