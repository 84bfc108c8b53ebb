import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callKeyOf, signCall, VIEWER_HEADER } from "../../subgraphs/shared/signed-call.ts";
import { askEverything } from "../support/asked-in-many-ways.ts";
import { expectFromDepartment } from "../support/expected-answer.ts";
import type { Root } from "../support/generated-operation.ts";
import { CALL_KEY, openHub, readReply, type Reply, type TestHub } from "../support/hub.ts";
import { createIssuer } from "../support/issuer.ts";
import { matrixViewers } from "../support/matrix.ts";
import { personEntities, residentRoot } from "../support/people-roots.ts";
import {
  makeDataFolder,
  openToProcesses,
  departmentSettings,
  runHub,
  type RunningHub,
} from "../support/running-hub.ts";
import { claimsOf, expectAnswer } from "../support/scopes-suite.ts";
import { allScopes, readSdlRules } from "../support/sdl-rules.ts";
import { routersViewer } from "../support/viewer.ts";
import { insertWorld } from "../support/world.ts";

const list: Root = { text: "residents", type: "ResidentConnection" };
const DEPARTMENTS: { name: string; roots: readonly Root[] }[] = [
  { name: "population", roots: [personEntities, residentRoot, list] },
  { name: "medical-insurance", roots: [personEntities] },
];

/** As another router's operator runs departments: each checks the caller's own token. */
describe.each(DEPARTMENTS)("$name served with --trust token", ({ name, roots }) => {
  const rules = readSdlRules([name]);
  const everything = roots.map((root) => askEverything([root], rules.defines, "plainly"));
  let hub: TestHub;
  let data: Awaited<ReturnType<typeof makeDataFolder>>;
  let department: RunningHub;

  beforeAll(async () => {
    hub = await openHub({ overHttp: true });
    data = await makeDataFolder();
    await insertWorld(hub.sql);
    await openToProcesses(hub);
    department = await runHub(["serve", name, "--port", "0", "--trust", "token"], departmentSettings(hub, data.folder));
  });
  afterAll(async () => {
    await department.stop();
    await hub.close();
    await data.remove();
  });

  const post = async (body: string, headers: Record<string, string>): Promise<Reply> =>
    readReply(
      await fetch(`${department.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body,
      }),
    );

  test("gives every role with its own token what the SDL says, and nobody more", async () => {
    for (const { query, variables } of everything) {
      for (const { role, department: own, viewer } of matrixViewers) {
        const { purpose, ...claims } = claimsOf(viewer, [role], own);
        const reply = await post(JSON.stringify({ query, variables }), {
          authorization: `Bearer ${await hub.tokenFor(claims)}`,
          ...(purpose === null ? {} : { "x-purpose": purpose }),
        });
        expectAnswer(reply, await expectFromDepartment({ query, variables }, viewer, rules, name));
      }
    }
  });

  test("believes neither a signed viewer nor anybody else's token", async () => {
    const [question] = everything;
    const body = JSON.stringify({ query: question?.query, variables: question?.variables });
    const stranger = await createIssuer("https://issuer.test");
    const all = routersViewer({ scopes: allScopes, hasPurpose: true, areas: ["32"], residentId: null, accountId: "1" });
    const good = await hub.tokenFor();
    const [head = "", , signature = ""] = good.split(".");
    const widened = Buffer.from(JSON.stringify({ iss: "https://issuer.test", sub: "1", roles: ["auditor"] }));
    const bad: Record<string, Record<string, string>> = {
      nothing: {},
      "a signed viewer": { [VIEWER_HEADER]: signCall(callKeyOf(CALL_KEY, name), name, body, all) },
      "a token signed by somebody else": { authorization: `Bearer ${await stranger.tokenFor()}` },
      "a token that has expired": { authorization: `Bearer ${await hub.tokenFor({ ttlSeconds: -60 })}` },
      "a token that lives too long": { authorization: `Bearer ${await hub.tokenFor({ ttlSeconds: 86_400 })}` },
      "roles in conflict": { authorization: `Bearer ${await hub.tokenFor({ roles: ["auditor", "window_clerk"] })}` },
      "claims put in afterwards": { authorization: `Bearer ${head}.${widened.toString("base64url")}.${signature}` },
      "no algorithm": {
        authorization: `Bearer ${Buffer.from('{"alg":"none"}').toString("base64url")}.${widened.toString("base64url")}.`,
      },
    };
    for (const [what, headers] of Object.entries(bad)) {
      const { status, data: shown } = await post(body, { "x-purpose": "item:320101-001", ...headers });
      expect({ what, status, shown }).toEqual({ what, status: 401, shown: undefined });
    }
  });

  // Signed for by nobody, a token opens no department that believes the hub alone.
  test("is the only kind that takes a token", async () => {
    const address = hub.addresses.get(name) ?? "";
    const headers = { "content-type": "application/json", authorization: `Bearer ${await hub.tokenFor()}` };
    const [question] = everything;
    const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(question) });
    expect(response.status).toBe(401);
    // A developer with a good token learns what the department takes, whatever the token is.
    const said = await response.text();
    expect(said).toContain("--trust token");
    const forged = { ...headers, authorization: "Bearer nobody" };
    expect(await (await fetch(address, { method: "POST", headers: forged, body: "{}" })).text()).toBe(said);
  });
});
