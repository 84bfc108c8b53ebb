import { createHmac, randomBytes } from "node:crypto";
import {
  createLocalJWKSet,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importPKCS8,
  importSPKI,
  SignJWT,
  UnsecuredJWT,
} from "jose";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { createTokenReader, LONGEST_TOKEN_SECONDS, type TokenReader } from "../../../router/viewer/token.ts";
import { parseRoles } from "../../../schema/roles.ts";
import type { Viewer } from "../../../subgraphs/shared/viewer.ts";
import { readText } from "../../repository/tree.ts";
import { scopesOfRole } from "../../support/sdl-rules.ts";

type Key = Awaited<ReturnType<typeof importPKCS8>>;

const ISSUER = "https://issuer.test";
const now = () => Math.floor(Date.now() / 1000);

let reader: TokenReader;
let privateKey: Key;
let otherKey: Key;
let publicPem: string;

beforeAll(async () => {
  const pair = await generateKeyPair("ES256", { extractable: true });
  const other = await generateKeyPair("ES256", { extractable: true });
  privateKey = pair.privateKey;
  otherKey = other.privateKey;
  publicPem = await exportSPKI(pair.publicKey);
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: "k", alg: "ES256" }] });
  const otherKeys = createLocalJWKSet({ keys: [{ ...(await exportJWK(other.publicKey)), kid: "o", alg: "ES256" }] });
  reader = createTokenReader(
    [
      { issuer: ISSUER, audience: "onedoor", algorithms: ["ES256"], keys },
      { issuer: "https://other.test", audience: "hub", algorithms: ["ES256"], keys: otherKeys },
    ],
    parseRoles(readText("schema/roles.yaml")),
  );
});
afterEach(() => {
  vi.useRealTimers();
});

type Claims = Record<string, unknown>;
const good = (): Claims => ({
  iss: ISSUER,
  aud: "onedoor",
  sub: "501",
  exp: now() + 300,
  roles: ["window_clerk"],
  areas: ["320105006"],
});

const sign = (claims: Claims, key: Key = privateKey, header: Record<string, unknown> = {}): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "k", ...header }).sign(key);

const read = async (token: string | Promise<string>, purpose?: string): Promise<Viewer> =>
  reader.read(`Bearer ${await token}`, purpose === undefined ? [] : [purpose]);

/** Nothing tells which of the checks failed. */
async function expectRefusal(reading: Promise<unknown>): Promise<void> {
  await expect(reading).rejects.toMatchObject({
    code: "UNAUTHENTICATED",
    message: "Sign in: a valid bearer token is needed.",
  });
}

const base64 = (content: unknown) => Buffer.from(JSON.stringify(content)).toString("base64url");

describe("a token", () => {
  test("is good a little before its time: clocks differ", async () => {
    expect((await read(sign({ ...good(), nbf: now() + 20 }))).id).toBe("501");
    await expectRefusal(read(sign({ ...good(), nbf: now() + 40 })));
  });

  test("of a foreign issuer is of nobody here, whatever its subject", async () => {
    const keys = createLocalJWKSet({
      keys: [{ ...(await exportJWK(await importSPKI(publicPem, "ES256"))), kid: "k", alg: "ES256" }],
    });
    const foreign = createTokenReader(
      [{ issuer: ISSUER, audience: "onedoor", algorithms: ["ES256"], keys, isForeign: true }],
      parseRoles(readText("schema/roles.yaml")),
    );
    const { id, makers } = await foreign.read(`Bearer ${await sign({ ...good(), makers: ["500"] })}`, undefined);
    expect([id, makers]).toEqual([`${ISSUER} 501`, []]);
  });

  test("makes the viewer its claims say", async () => {
    const viewer = await read(sign(good()), "item:320101-001");
    expect(viewer).toMatchObject({
      id: "501",
      roles: ["window_clerk"],
      areas: ["320105006"],
      department: null,
      residentId: null,
      purpose: { kind: "item", detail: "320101-001" },
    });
    const grants = scopesOfRole("window_clerk").map((scope) => `scope:${scope}`);
    expect([...viewer.grants].sort()).toEqual(["authenticated", "policy:purpose", ...grants].sort());
  });

  test("of a second trusted issuer is as good, with that issuer's audience and key", async () => {
    const claims = { ...good(), iss: "https://other.test", aud: "hub" };
    expect((await read(sign(claims, otherKey, { kid: "o" }))).id).toBe("501");
  });

  test("may have several audiences", async () => {
    expect((await read(sign({ ...good(), aud: ["elsewhere", "onedoor"] }))).id).toBe("501");
  });
});

describe("a token is refused", () => {
  test.each<[string, () => Promise<string> | string]>([
    ["without a signature", () => new UnsecuredJWT(good()).encode()],
    [
      "with alg none and the signature of another",
      async () => `${base64({ alg: "none" })}.${(await sign(good())).split(".").slice(1).join(".")}`,
    ],
    [
      "signed with the public key as if it were a shared secret",
      () => {
        const text = `${base64({ alg: "HS256", kid: "k", typ: "JWT" })}.${base64(good())}`;
        return `${text}.${createHmac("sha256", publicPem).update(text).digest("base64url")}`;
      },
    ],
    [
      "signed with a shared secret",
      () => new SignJWT(good()).setProtectedHeader({ alg: "HS256" }).sign(randomBytes(32)),
    ],
    ["signed with another key under our key's name", () => sign(good(), otherKey)],
    ["signed with the key of the other issuer", () => sign(good(), otherKey, { kid: "o" })],
    ["of an issuer we do not know", () => sign({ ...good(), iss: "https://evil.test" })],
    ["of the other issuer, signed with our key", () => sign({ ...good(), iss: "https://other.test", aud: "hub" })],
    ["with the audience of the other issuer", () => sign({ ...good(), aud: "hub" })],
    ["for another audience", () => sign({ ...good(), aud: "elsewhere" })],
    ["for no audience", () => sign({ ...good(), aud: undefined })],
    ["of no issuer", () => sign({ ...good(), iss: undefined })],
    ["without a subject", () => sign({ ...good(), sub: undefined })],
    ["with an empty subject", () => sign({ ...good(), sub: "" })],
    ["with a subject of a thousand characters", () => sign({ ...good(), sub: "x".repeat(1_000) })],
    ["with a subject that is a number", () => sign({ ...good(), sub: 501 })],
    ["that has expired", () => sign({ ...good(), exp: now() - 1 })],
    ["that never expires", () => sign({ ...good(), exp: undefined })],
    ["that lives too long", () => sign({ ...good(), exp: now() + LONGEST_TOKEN_SECONDS + 60 })],
    ["that lives until the end of the world", () => sign({ ...good(), exp: 9_999_999_999 })],
    ["that is not good yet", () => sign({ ...good(), nbf: now() + 120 })],
    ["whose roles are text", () => sign({ ...good(), roles: "window_clerk" })],
    ["whose roles are numbers", () => sign({ ...good(), roles: [1] })],
    ["with a hundred roles", () => sign({ ...good(), roles: Array.from({ length: 100 }, () => "analyst") })],
    ["whose areas are text", () => sign({ ...good(), areas: "32" })],
    ["whose areas are numbers", () => sign({ ...good(), areas: [32] })],
    ["with a hundred areas", () => sign({ ...good(), areas: Array.from({ length: 100 }, (_, at) => `32${at}`) })],
    ["whose department is a list", () => sign({ ...good(), department: ["civil-affairs"] })],
    ["whose scope is a list", () => sign({ ...good(), scope: ["population:read"] })],
    [
      "with an administrator's role beside a clerk's",
      () => sign({ ...good(), roles: ["account_admin", "window_clerk"] }),
    ],
    ["with a head's role beside a clerk's", () => sign({ ...good(), roles: ["centre_head", "window_clerk"] })],
    [
      "with more roles than one person holds",
      () => sign({ ...good(), roles: ["window_clerk", "village_worker", "grid_worker", "analyst"] }),
    ],
    ["with roles in conflict", () => sign({ ...good(), roles: ["auditor", "account_admin"] })],
    [
      "with a resident's role and a clerk's",
      () => sign({ ...good(), roles: ["window_clerk", "resident"], resident_id: "1" }),
    ],
    [
      "with a critical part we do not know",
      () =>
        new SignJWT(good())
          .setProtectedHeader({ alg: "ES256", kid: "k", crit: ["strange"], strange: 1 })
          .sign(privateKey, { crit: { strange: true } }),
    ],
    [
      "whose payload was changed",
      async () => {
        const [header = "", , signature = ""] = (await sign(good())).split(".");
        return `${header}.${base64({ ...good(), roles: ["department_officer"] })}.${signature}`;
      },
    ],
    ["with a part too many", async () => `${await sign(good())}.x`],
    ["cut short", async () => (await sign(good())).slice(0, -2)],
    ["that is no token", () => "x.y.z"],
  ])("%s", async (_what, make) => {
    await expectRefusal(read(make()));
  });

  test.each([undefined, "", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "bearer", "Bearer a b", "Bearer\tx", "Token x"])(
    "in the header %j",
    async (header) => {
      await expectRefusal(reader.read(header, undefined));
    },
  );

  test("with its header's name in front twice, or something behind", async () => {
    const token = await sign(good());
    await expectRefusal(reader.read(`Bearer Bearer ${token}`, undefined));
    await expectRefusal(reader.read(`Bearer ${token}, Bearer ${token}`, undefined));
    expect((await reader.read(`bearer ${token}`, undefined)).id).toBe("501");
  });

  test("from the second it expires, also when it was good before", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const token = await sign({ ...good(), exp: now() + 10 });
    expect((await read(token)).id).toBe("501");
    vi.setSystemTime(Date.now() + 9_000);
    expect((await read(token)).id).toBe("501");
    vi.setSystemTime(Date.now() + 2_000);
    await expectRefusal(read(token));
  });
});

describe("the scope of a token", () => {
  const scopesOf = async (claims: Claims) =>
    [...(await read(sign({ ...good(), ...claims }))).grants].filter((grant) => grant.startsWith("scope:")).sort();

  test("narrows what the roles give, and adds nothing", async () => {
    expect(await scopesOf({ scope: "population:read" })).toEqual(["scope:population:read"]);
    expect(await scopesOf({ scope: "population:read audit:read accounts:read" })).toEqual(["scope:population:read"]);
    expect(await scopesOf({ scope: "openid profile" })).toEqual([]);
    expect(await scopesOf({ scope: "" })).toEqual([]);
    expect(await scopesOf({ scope: "POPULATION:READ" })).toEqual([]);
    expect(await scopesOf({})).toEqual(
      scopesOfRole("window_clerk")
        .map((scope) => `scope:${scope}`)
        .sort(),
    );
  });

  test("is all there is for an officer: the department's, if it is one", async () => {
    const officer = { roles: ["department_officer"] };
    for (const department of ["civil-affairs", "medical-insurance", "no-such-department", "", "population:read"]) {
      const expected = scopesOfRole("department_officer", department).map((scope) => `scope:${scope}`);
      expect(await scopesOf({ ...officer, department })).toEqual(expected.sort());
    }
    expect(await scopesOf(officer)).toEqual(
      scopesOfRole("department_officer")
        .map((scope) => `scope:${scope}`)
        .sort(),
    );
    // Only the officer's role takes the department's scopes.
    expect(await scopesOf({ department: "civil-affairs" })).not.toContain("scope:civil-affairs:read:amounts");
  });

  test.each([[["nobody"]], [["__proto__"]], [[]]])("of the roles %j is empty", async (roles) => {
    expect(await scopesOf({ roles })).toEqual([]);
  });
});

describe("the rows of a token", () => {
  test.each([[["320105006", "abc"]], [[""]], [["3201050"]], [[]]])("are none for the areas %j", async (areas) => {
    expect((await read(sign({ ...good(), areas }))).areas).toEqual([]);
  });

  test("are none without areas", async () => {
    expect((await read(sign({ ...good(), areas: undefined }))).areas).toEqual([]);
  });

  test("are a resident's own, and never an area's", async () => {
    const claims = { ...good(), roles: ["resident"], resident_id: "1001", areas: ["32"] };
    expect(await read(sign(claims))).toMatchObject({ residentId: "1001", areas: [] });
  });

  test("are nobody's own without the resident's role", async () => {
    expect(await read(sign({ ...good(), resident_id: "1001" }))).toMatchObject({
      residentId: null,
      areas: ["320105006"],
    });
  });
});

describe("a purpose", () => {
  test("belongs to the request, not to the token", async () => {
    const token = await sign(good());
    const [with1, without, with2] = [await read(token, "case:1"), await read(token), await read(token, "case:2")];
    expect(with1.purpose?.detail).toBe("1");
    expect(with2.purpose?.detail).toBe("2");
    expect(without.purpose).toBeNull();
    expect(without.grants.has("policy:purpose")).toBe(false);
    expect((await read(token, "case:1")).purpose?.detail).toBe("1");
    for (let at = 0; at < 50; at += 1) expect((await read(token, `case:${at}`)).purpose?.detail).toBe(String(at));
  });
});
