/** The fetch to give to a client library: it adds the token, asks for another one after 401, and waits when told to. */
export function createHubFetch(askForToken: () => Promise<string>): typeof fetch {
  let token: string | null = null;
  return async (input, init) => {
    for (let tries = 1; ; tries += 1) {
      token ??= await askForToken();
      const headers = new Headers(init?.headers);
      headers.set("authorization", `Bearer ${token}`);
      const response = await fetch(input, { ...init, headers });
      const retryAfter = response.headers.get("retry-after");
      if (tries === 3 || (response.status !== 401 && retryAfter === null)) return response;
      if (response.status === 401) token = null;
      // Nothing of such a request has run, so a mutation may be sent again too.
      else await new Promise((again) => setTimeout(again, Number(retryAfter) * 1000));
    }
  };
}

/** The header `x-purpose`. */
export function purposeHeader(kind: "item" | "case" | "duty" | "emergency", detail: string): string {
  return `${kind}:${encodeURIComponent(detail)}`;
}
