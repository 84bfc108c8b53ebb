import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub, type TestHub } from "../support/hub.ts";
import { type OidcIssuer, openOidcIssuer } from "../support/oidc-issuer.ts";
import { registeredResident } from "../support/rows/population.ts";
import { hubSettings, makeDataFolder, openToProcesses, runHub, type RunningHub } from "../support/running-hub.ts";

const clerk = { roles: ["window_clerk"], areas: ["320105006"] };
let hub: TestHub;
let issuer: OidcIssuer;
let data: Awaited<ReturnType<typeof makeDataFolder>>;
let running: RunningHub;
beforeAll(async () => {
  issuer = await openOidcIssuer([
    { name: "wangjia", claims: clerk },
    { name: "elsewhere", claims: { ...clerk, areas: ["3202"] } },
    { name: "both", claims: { ...clerk, roles: ["auditor", "account_admin"] } },
    { name: "meant-for-others", claims: clerk, audience: "another-hub" },
    { name: "for-hours", claims: clerk, ttlSeconds: 7_200 },
    // Whatever it says of versions and sessions is about its own accounts.
    { name: "with-marks", claims: { ...clerk, rights_version: 0, sid: "x" } },
  ]);
  [hub, data] = [await openHub({ overHttp: true }), await makeDataFolder()];
  await registeredResident(hub.sql, { id: "1001" });
  await openToProcesses(hub);
  running = await runHub(["start"], {
    ...hubSettings(hub, data.folder),
    OIDC_ISSUER: issuer.issuer,
    OIDC_AUDIENCE: "onedoor",
    OIDC_JWKS_URI: issuer.jwksUri,
    ONEDOOR_PASSWORD_SIGN_IN: "off",
  });
});
afterAll(async () => {
  await running.stop();
  await hub.close();
  await issuer.close();
  await data.remove();
});

async function ask(name: string) {
  const response = await fetch(`${running.url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${await issuer.tokenFor(name)}`,
      "x-purpose": "item:320101-001",
    },
    body: JSON.stringify({ query: `{ resident(id: "1001") { name } }` }),
  });
  return { status: response.status, body: (await response.json()) as { data?: unknown } };
}

describe("tokens of an external issuer", () => {
  test("show what their roles and areas may see", async () => {
    expect(await ask("wangjia")).toMatchObject({ status: 200, body: { data: { resident: { name: "郭君" } } } });
    expect(await ask("with-marks")).toMatchObject({ status: 200, body: { data: { resident: { name: "郭君" } } } });
    expect(await ask("elsewhere")).toMatchObject({ status: 200, body: { data: { resident: null } } });
  });

  test.each(["both", "meant-for-others", "for-hours"])("are refused that are %s", async (name) => {
    expect((await ask(name)).status).toBe(401);
  });
});

describe("the door beside it", () => {
  test("tells pages where to sign in, and takes no passwords itself", async () => {
    const settings = await fetch(`${running.url}/auth/settings`);
    expect(await settings.json()).toEqual({
      passwordSignIn: false,
      demo: null,
      oidc: { issuer: issuer.issuer, audience: "onedoor" },
    });
    const response = await fetch(`${running.url}/auth/sign-in/username`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username: "wangjia", password: "correct horse battery" }),
    });
    expect(response.status).toBe(404);
  });
});
