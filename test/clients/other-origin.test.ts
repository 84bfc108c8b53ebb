import { createServer, type Server } from "node:http";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { closeAtOnce, listen, urlOf } from "../../subgraphs/shared/listen.ts";
import { launchBrowser } from "../support/browser/launch.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { ITEM_PURPOSE } from "../support/purposes.ts";
import { resident } from "../support/rows/resident.ts";

/** A first unpacking of the browser, on a machine that does much else. */
const READY_WITHIN_MS = 300_000;

const PAGE = "query ($id: ID!) { resident(id: $id) { id name idNumber } }";
const JSON_TYPE = "application/json";
const IN_PARTS = "text/event-stream; parts=yes";

/** What a page could read of an answer; `refused` where its browser let it read nothing. */
interface Read {
  readonly refused: boolean;
  readonly status?: number;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string | null>>;
}

interface Asking {
  readonly url: string;
  readonly token: string;
  readonly accept?: string;
  readonly more?: Readonly<Record<string, string>>;
}

let listed: Server;
let other: Server;
let hub: TestHub;
let browser: Browser;
beforeAll(async () => {
  [listed, other] = await Promise.all([servePage(), servePage()]);
  hub = await openHub({ allowedOrigins: [urlOf(listed)], signingIn: {} });
  await resident(hub.sql, { id: "1001" });
  browser = await launchBrowser();
}, READY_WITHIN_MS);
beforeEach(() => hub.sql`truncate audit.access_records`);
afterAll(async () => {
  await browser.close();
  await hub.close();
  for (const server of [listed, other]) await closeAtOnce(server);
});

describe("a page of an origin on the list", () => {
  test("reads the answer, and the headers that a client needs", async () => {
    const { status, text, headers } = await askFrom(listed, await asking());
    expect([status, JSON.parse(text ?? "")]).toEqual([
      200,
      {
        data: { resident: { id: "1001", name: "郭君", idNumber: "329901************" } },
        extensions: { masked: ["Resident.idNumber"] },
      },
    ]);
    const [entry] = await hub.sql<{ record_id: string }[]>`select record_id from audit.access_records`;
    expect(headers).toEqual({
      "x-access-record": entry?.record_id,
      "x-request-id": "from-another-site",
      "retry-after": null,
    });
  });

  test("reads an answer in parts", async () => {
    const { status, text } = await askFrom(listed, { ...(await asking()), accept: IN_PARTS });
    expect([status, text?.includes("event: next"), text?.includes("郭君")]).toEqual([200, true, true]);
  });

  test("reads that its token has ended, and may ask for another", async () => {
    const { status, text } = await askFrom(listed, { ...(await asking()), token: "ended" });
    expect([status, text?.includes("UNAUTHENTICATED")]).toEqual([401, true]);
  });

  test("reads of a busy hub when to ask again", async () => {
    const busy = await openHub({ allowedOrigins: [urlOf(listed)], admission: { mostRequests: 0, mostLagMs: 600_000 } });
    const { status, headers } = await askFrom(listed, { url: `${busy.url}/graphql`, token: await busy.tokenFor() });
    expect([status, headers?.["retry-after"]]).toEqual([503, "1"]);
    await busy.close();
  });

  test("sends no header that is not named", async () => {
    const { refused } = await askFrom(listed, { ...(await asking()), more: { "x-of-its-own": "1" } });
    expect(refused).toBe(true);
    expect(await hub.sql`select from audit.access_records`).toEqual([]);
  });

  test("gets no token of the hub's", async () => {
    const { refused } = await askFrom(listed, { ...(await asking()), url: `${hub.url}/auth/token` });
    expect(refused).toBe(true);
  });
});

test("a page of another origin reads nothing, and its question is not asked", async () => {
  expect(await askFrom(other, await asking())).toEqual({ refused: true });
  expect(await hub.sql`select from audit.access_records`).toEqual([]);
});

async function asking(): Promise<Asking> {
  return { url: `${hub.url}/graphql`, token: await hub.tokenFor() };
}

async function servePage(): Promise<Server> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Another site</title>");
  });
  await listen(server, 0, "127.0.0.1");
  return server;
}

/** Opens a page of this site, and has it ask as a client library in it would. */
async function askFrom(site: Server, { url, token, accept = JSON_TYPE, more = {} }: Asking): Promise<Read> {
  const page: Page = await browser.newPage();
  try {
    await page.goto(urlOf(site));
    const request = {
      method: "POST",
      headers: {
        accept,
        authorization: `Bearer ${token}`,
        "content-type": JSON_TYPE,
        "x-purpose": ITEM_PURPOSE,
        "x-request-id": "from-another-site",
        ...more,
      },
      body: JSON.stringify({ query: PAGE, variables: { id: "1001" } }),
    };
    return await page.evaluate<Read>(`(async () => {
      try {
        const response = await fetch(${JSON.stringify(url)}, ${JSON.stringify(request)});
        const names = ["x-access-record", "x-request-id", "retry-after"];
        const headers = Object.fromEntries(names.map((name) => [name, response.headers.get(name)]));
        return { refused: false, status: response.status, text: await response.text(), headers };
      } catch (error) {
        if (error instanceof TypeError) return { refused: true };
        throw error;
      }
    })()`);
  } finally {
    await page.close();
  }
}
