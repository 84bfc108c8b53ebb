import { beforeAll, describe, expect, test } from "vitest";
import type { FindEmergency, PurposeLookups } from "../../../router/viewer/purpose-lookups.ts";
import { createTokenReader, type TokenReader } from "../../../router/viewer/token.ts";
import { parseRoles } from "../../../schema/roles.ts";
import type { Viewer } from "../../../subgraphs/shared/viewer.ts";
import { readText } from "../../repository/tree.ts";
import { createIssuer, type TestClaims, type TestIssuer } from "../../support/issuer.ts";

let issuer: TestIssuer;
let reader: TokenReader;
beforeAll(async () => {
  issuer = await createIssuer();
  reader = createTokenReader([issuer.trusted], parseRoles(readText("schema/roles.yaml")));
});

/** Everything is there, unless a part says otherwise. */
const lookups = (parts: Partial<PurposeLookups> = {}): PurposeLookups => ({
  findEmergency: async () => null,
  isOpenItem: () => true,
  isVisibleCase: () => true,
  ...parts,
});
const finding = (findEmergency: FindEmergency) => lookups({ findEmergency });

const authorizationOf = async (claims?: TestClaims) => `Bearer ${await issuer.tokenFor(claims)}`;

describe("a purpose of a kind the role may not give", () => {
  const emergency = "emergency:0b0e1f7a-3a3e-4c55-9d0a-2f6f0f4c1d2e";

  test.each([
    ["grid_worker", "case:1", false],
    ["grid_worker", "item:1", true],
    ["centre_head", "case:1", true],
    ["centre_head", emergency, false],
    ["resident", "duty:ten or more characters", false],
    ["resident", "item:own-record", true],
    ["analyst", "case:1", false],
    ["nobody", "case:1", false],
  ])("of %s, %s, counts as given: %s", async (role, header, counts) => {
    const found = finding(async () => ({ residentId: "1005", expiresAt: Infinity }));
    const viewer = await reader.read(await authorizationOf({ roles: [role], residentId: "1" }), [header], found);
    expect([viewer.purpose !== null, viewer.grants.has("policy:purpose")]).toEqual([counts, counts]);
    expect(viewer.emergencyResidentId).toBeNull();
  });

  test("counts as given when another role of the account may give it", async () => {
    expect(
      (await reader.read(await authorizationOf({ roles: ["grid_worker", "village_worker"] }), ["case:1"])).purpose,
    ).not.toBeNull();
  });
});

describe("the purpose of an emergency", () => {
  const id = "0b0e1f7a-3a3e-4c55-9d0a-2f6f0f4c1d2e";
  const grant = (lastsMs: number) => async () => ({ residentId: "1005", expiresAt: Date.now() + lastsMs });

  test("opens one resident's rows and no scope, for as long as it lasts", async () => {
    const authorization = await authorizationOf();
    const plain = await reader.read(authorization, ["item:1"]);
    const viewer = await reader.read(authorization, [`emergency:${id}`], finding(grant(5_000)));
    expect(viewer).toMatchObject({ emergencyResidentId: "1005", residentId: null, areas: ["320105006"] });
    expect([...viewer.grants]).toEqual([...plain.grants]);
    // No batch of rows is shared with whoever sees others.
    expect(viewer.shareKey).not.toBe(plain.shareKey);
    expect(viewer.expiresAt).toBeLessThanOrEqual(Date.now() + 5_000);
  });

  test("is looked up anew each time, and never kept", async () => {
    const authorization = await authorizationOf();
    const asked: string[] = [];
    const find =
      (answer: { residentId: string; expiresAt: number } | null) => async (_viewer: Viewer, wanted: string) => {
        asked.push(wanted);
        return answer;
      };
    const open = { residentId: "1005", expiresAt: Date.now() + 60_000 };
    for (const answer of [null, open, null, { ...open, expiresAt: Date.now() - 1 }]) {
      const viewer = await reader.read(authorization, [`emergency:${id}`], finding(find(answer)));
      expect(viewer.purpose !== null).toBe(answer === open);
    }
    expect(asked).toEqual([id, id, id, id]);
  });

  test("is none where nobody can look it up", async () => {
    expect(await reader.read(await authorizationOf(), [`emergency:${id}`])).toMatchObject({
      purpose: null,
      emergencyResidentId: null,
    });
  });
});

describe("a purpose that names something", () => {
  const none = { isOpenItem: () => false, isVisibleCase: () => false };

  test.each([
    ["item:1", { isOpenItem: (code: string) => code === "1" }, true],
    ["item:1", { isOpenItem: async (code: string) => code !== "1" }, false],
    ["item:own-record", none, false],
    ["case:1", { isVisibleCase: async (_viewer: Viewer, number: string) => number === "1" }, true],
    ["case:1", { isVisibleCase: (_viewer: Viewer, number: string) => number !== "1" }, false],
    ["duty:nothing is named here", none, true],
  ])("%s counts only when it is there", async (header, parts, counts) => {
    const viewer = await reader.read(await authorizationOf(), [header], lookups(parts));
    expect([viewer.purpose !== null, viewer.grants.has("policy:purpose")]).toEqual([counts, counts]);
  });

  test("is looked up for a viewer who has no purpose yet, each time, and only when the role may give it", async () => {
    const asked: Viewer[] = [];
    const isVisibleCase = (viewer: Viewer) => asked.push(viewer) > 1;
    const authorization = await authorizationOf();
    const first = await reader.read(authorization, ["case:1"], lookups({ isVisibleCase }));
    const second = await reader.read(authorization, ["case:1"], lookups({ isVisibleCase }));
    expect([first.purpose, second.purpose]).toEqual([null, { kind: "case", detail: "1" }]);
    expect(asked.map(({ purpose }) => purpose)).toEqual([null, null]);
    await reader.read(await authorizationOf({ roles: ["grid_worker"] }), ["case:1"], lookups({ isVisibleCase }));
    expect(asked).toHaveLength(2);
  });

  test("may be the own record for residents, who need no item for it", async () => {
    const authorization = await authorizationOf({ roles: ["resident"], residentId: "1001", areas: [] });
    const viewer = await reader.read(authorization, ["item:own-record"], lookups(none));
    expect(viewer.purpose).toEqual({ kind: "item", detail: "own-record" });
    expect((await reader.read(authorization, ["item:own-records"], lookups(none))).purpose).toBeNull();
  });
});
