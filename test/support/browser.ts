/** What a page does at the door: keeps the cookie and says where it comes from. */
export interface Page {
  post(path: string, body: object, headers?: Record<string, string>): Promise<Posted>;
  /** The session's cookie as the browser would send it; undefined before and after. */
  readonly cookie: () => string | undefined;
}

export interface Posted {
  readonly status: number;
  readonly text: string;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

export function openPage(url: string): Page {
  let cookie: string | undefined;
  return {
    cookie: () => cookie,
    async post(path, body, headers = {}) {
      const response = await fetch(`${url}${path}`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          origin: url,
          "sec-fetch-site": "same-origin",
          ...(cookie === undefined ? {} : { cookie }),
          ...headers,
        },
        body: JSON.stringify(body),
      });
      for (const given of response.headers.getSetCookie()) {
        if (!given.includes("session_token=")) continue;
        cookie = given.includes("Max-Age=0") ? undefined : given.split(";", 1)[0];
      }
      const text = await response.text();
      return { status: response.status, text, body: JSON.parse(text) as Posted["body"], headers: response.headers };
    },
  };
}

/** The token of whoever is signed in on the page. */
export async function tokenOf(page: Page): Promise<string> {
  const { status, body, text } = await page.post("/auth/token", {});
  if (status !== 200) throw new Error(`no token: ${text}`);
  return String(body["token"]);
}

/** Waits until it is so, and gives how many milliseconds that took. */
export async function until(isSo: () => Promise<boolean>, withinMs = 10_000): Promise<number> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < withinMs) {
    if (await isSo()) return performance.now() - startedAt;
    await new Promise((again) => setTimeout(again, 25));
  }
  throw new Error(`not within ${withinMs} ms`);
}
