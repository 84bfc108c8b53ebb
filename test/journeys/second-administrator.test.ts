import { afterAll, beforeAll, expect, test } from "vitest";
import { openPage } from "../support/browser.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { account } from "../support/rows/accounts.ts";
import { idNumberOf, resident } from "../support/rows/resident.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub({ overHttp: true, signingIn: {} });
  await resident(hub.sql, { id: "2099", areaCode: "320205105001" });
  for (const id of ["500", "510"]) {
    await account(hub.sql, { id, username: `admin${id}`, roles: ["account_admin"], areas: ["3201"] });
  }
});
afterAll(() => hub.close());

const by = (sub: string) => ({ sub, roles: ["account_admin"], areas: ["3201"], purpose: null });
type Payload = Record<string, unknown> & { errors: { code: string }[] };

async function change(query: string, variables: object, who: object): Promise<Payload> {
  const { data } = await hub.ask({ query, variables: { ...variables }, ...who });
  return Object.values(data ?? {})[0] as Payload;
}

/** Asked for by one, approved by another, who activates it with the code: the token its holder gets. */
async function tokenOfNew(username: string, role: string): Promise<string> {
  const input = { username, displayName: "新人", roles: [role], areas: ["320105006"] };
  const asked = await change(
    "mutation ($input: CreateAccountInput!) { createAccount(input: $input) { account { id } requestId errors { code } } }",
    { input },
    by("500"),
  );
  const approved = await change(
    "mutation ($id: ID!) { approveAccountRequest(input: { id: $id }) { activationCodes { code } errors { code } } }",
    { id: asked["requestId"] },
    by("510"),
  );
  const [{ code } = { code: "" }] = approved["activationCodes"] as { code: string }[];
  if (role === "centre_head") {
    const entered = await change(
      `mutation ($id: ID!) { recordCertificate(input: { accountId: $id, course: "personal-data-protection",
        startsOn: "2026-01-01", endsOn: "2099-12-31" }) { errors { code } } }`,
      { id: (asked["account"] as { id: string }).id },
      by("510"),
    );
    expect(entered.errors).toEqual([]);
  }
  const page = openPage(hub.url);
  expect((await page.post("/auth/activate", { username, code, password: "correct horse battery" })).status).toBe(200);
  const { body } = await page.post("/auth/token", {});
  return (body as { token: string }).token;
}

async function ask(token: string, query: string, variables: object) {
  const response = await fetch(`${hub.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as {
    data: Record<string, { emergencyAccess: { id: string } | null } | null> | null;
    errors?: { extensions: { code: string } }[];
  };
}

const CONFIRM = "mutation ($id: ID!) { confirmEmergencyAccess(input: { id: $id }) { emergencyAccess { id } } }";

test("whoever sees the codes of two accounts is not the two persons of an emergency", async () => {
  const clerk = await tokenOfNew("clerk", "window_clerk");
  const head = await tokenOfNew("head", "centre_head");
  const requested = await ask(
    clerk,
    `mutation ($number: ResidentIdNumber!) { requestEmergencyAccess(input: { idNumber: $number,
      reason: "居民在窗口晕倒，需要马上核对医保" }) { emergencyAccess { id } } }`,
    { number: idNumberOf("2099") },
  );
  const id = requested.data?.["requestEmergencyAccess"]?.emergencyAccess?.id;
  const refused = await ask(head, CONFIRM, { id });
  expect(refused.errors?.map(({ extensions }) => extensions.code)).toEqual(["CONFLICT"]);

  // A head whom nobody made lately confirms it.
  const other = await hub.ask({
    query: CONFIRM,
    variables: { id },
    sub: "900",
    roles: ["centre_head"],
    areas: ["320105006"],
    purpose: null,
  });
  expect(other.data).toEqual({ confirmEmergencyAccess: { emergencyAccess: { id } } });
});

test("an account that was made lately judges no looks", async () => {
  const head = await tokenOfNew("newhead", "centre_head");
  const judged = await ask(
    head,
    `mutation { judgeDuty(input: { id: "00000000-0000-4000-8000-000000000000", isJustified: true }) { __typename } }`,
    {},
  );
  expect(judged.errors?.map(({ extensions }) => extensions.code)).toEqual(["CONFLICT"]);
});

test("what was refused is counted, for the alert", async () => {
  const text = await (await fetch(`${hub.url}/metrics`)).text();
  expect(text).toMatch(/onedoor_one_hand_refusals_total\{act="confirm-emergency"\} 1/);
});
