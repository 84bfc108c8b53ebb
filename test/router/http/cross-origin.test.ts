import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "../../../hub/config/config.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { resident } from "../../support/rows/resident.ts";

const LISTED = "https://counter.example";
const OTHER = "https://counter.example.attacker.example";

let hub: TestHub;
let token: string;
beforeAll(async () => {
  hub = await openHub({ allowedOrigins: [LISTED, "http://localhost:5173"], signingIn: {} });
  await resident(hub.sql, { id: "1001" });
  token = await hub.tokenFor();
});
afterAll(() => hub.close());

const allowing = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith("access-control-")));

const preflight = (path: string, origin: string, wanted = "POST") =>
  fetch(hub.url + path, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": wanted,
      "access-control-request-headers": "authorization,content-type,x-purpose",
    },
  });

const ask = (origin: string, query = '{ resident(id: "1001") { id name } }', authorization = `Bearer ${token}`) =>
  fetch(`${hub.url}/graphql`, {
    method: "POST",
    headers: { origin, authorization, "content-type": "application/json", "x-purpose": "item:320101-001" },
    body: JSON.stringify({ query }),
  });

describe("a page of an origin on the list", () => {
  test("is told beforehand what it may send", async () => {
    const response = await preflight("/graphql", LISTED);
    expect(response.status).toBe(204);
    expect(response.headers.get("vary")).toBe("origin");
    expect(allowing(response)).toEqual({
      "access-control-allow-origin": LISTED,
      "access-control-allow-methods": "GET, POST",
      "access-control-allow-headers": "authorization, content-type, x-purpose, x-request-id, traceparent, tracestate",
      "access-control-max-age": "600",
    });
  });

  test("reads the answer, its number in the access record and the request's id", async () => {
    const response = await ask(LISTED);
    expect(await response.json()).toMatchObject({ data: { resident: { id: "1001" } } });
    expect(response.headers.get("x-access-record")).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get("vary")).toContain("origin");
    expect(allowing(response)).toEqual({
      "access-control-allow-origin": LISTED,
      "access-control-expose-headers": "x-access-record, x-request-id, retry-after",
    });
  });

  test("reads refusals as well, and is asked to sign in", async () => {
    const response = await ask(LISTED, "{ __typename }", "Bearer none");
    expect([response.status, allowing(response)["access-control-allow-origin"]]).toEqual([401, LISTED]);
  });

  test("can't sign anybody in, nor read who is signed in", async () => {
    for (const path of ["/auth/sign-in/username", "/auth/token", "/auth/settings"]) {
      expect(allowing(await preflight(path, LISTED))).toEqual({});
      const sent = { method: "POST", headers: { origin: LISTED, "content-type": "application/json" }, body: "{}" };
      const response = await fetch(hub.url + path, path === "/auth/settings" ? { headers: { origin: LISTED } } : sent);
      expect(allowing(response)).toEqual({});
      if (path !== "/auth/settings") expect(response.status).toBe(403);
    }
  });
});

test.each([OTHER, "http://counter.example", `${LISTED}:444`, "null", "*", LISTED.toUpperCase()])(
  "a page of %s is told nothing",
  async (origin) => {
    const asked = await preflight("/graphql", origin);
    expect([asked.status, allowing(asked)]).toEqual([204, {}]);
    expect(allowing(await ask(origin))).toEqual({});
  },
);

describe("ONEDOOR_ALLOWED_ORIGINS", () => {
  const read = (text?: string) =>
    readConfig([], text === undefined ? {} : { ONEDOOR_ALLOWED_ORIGINS: text }).allowedOrigins;

  test("is empty by default", () => {
    expect(read()).toEqual([]);
    expect(read(" , ")).toEqual([]);
  });

  test("is a list with commas or blanks", () => {
    expect(read(`${LISTED}, http://localhost:5173`)).toEqual([LISTED, "http://localhost:5173"]);
  });

  test.each([
    "*",
    "null",
    "counter.example",
    `${LISTED}/`,
    `${LISTED}/a`,
    "https://*.example",
    "file:///a",
    `${LISTED},*`,
  ])("can't be %s", (text) => {
    expect(() => read(text)).toThrow(ConfigError);
  });
});
