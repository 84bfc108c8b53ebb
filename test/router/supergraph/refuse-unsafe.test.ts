import { parse } from "graphql";
import pino from "pino";
import { describe, expect, test } from "vitest";
import { startRouter } from "../../../router/main.ts";
import { refuseUnsafe } from "../../../router/supergraph/refuse-unsafe.ts";
import { UnsafeSupergraphError } from "../../../router/supergraph/unsafe-supergraph-error.ts";
import type { TokenReader } from "../../../router/viewer/token.ts";
import { allPermittedReader } from "../../../router/viewer/without-permissions.ts";
import { compose } from "../../../schema/compose.ts";
import { readSupergraph } from "../../../schema/read-supergraph.ts";
import { readText } from "../../repository/tree.ts";

const supergraph = readText("schema/supergraph.graphql");
const unmasked = supergraph.replace(/ @mask\(as: ID_NUMBER[^)]*\)/, "");
const trade = (sdl: string) => compose([{ name: "trade", typeDefs: parse(sdl) }]).supergraph;

const nobody: TokenReader = { read: () => Promise.reject(new Error("nobody asks")) };

async function start(sdl: string, tokens: TokenReader) {
  const departments = [...sdl.matchAll(/@join__graph\(name: "([^"]+)"/g)].map(([, name = ""]) => name);
  return startRouter({
    supergraph: sdl,
    transports: new Map(departments.map((name) => [name, { send: () => Promise.reject(new Error("not asked")) }])),
    recorder: { enter: () => Promise.reject(new Error("there is no record")) },
    tokens,
    jwks: {},
    logger: pino({ level: "silent" }),
    host: "127.0.0.1",
    port: 0,
  });
}

describe("refuseUnsafe", () => {
  test("takes the hub's own supergraph", () => {
    expect(() => refuseUnsafe(readSupergraph(supergraph))).not.toThrow();
  });

  test("names every finding, and what to do", () => {
    const broken = unmasked
      .replace("status: EnrolmentStatus", "status: EnrolmentStatus!")
      .replace("phone: String @mask", "phone: String! @mask");
    try {
      refuseUnsafe(readSupergraph(broken.replaceAll('@requiresScopes(scopes: [["medical-insurance:read"]])', "")));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(UnsafeSupergraphError);
      const { message, findings } = error as UnsafeSupergraphError;
      expect(message).toContain("Resident.idNumber: it gives a personal number without @mask.");
      expect(message).toContain("MedicalInsurance.scheme: anybody may read it.");
      expect(findings.map(({ coordinate }) => coordinate)).toContain("Claim.settledOn");
      expect(message.split("\n")).toHaveLength(findings.length + 1);
    }
  });
});

describe("a router", () => {
  test("does not start with an unsafe supergraph", async () => {
    await expect(start(unmasked, nobody)).rejects.toThrow(/Resident\.idNumber.*unmasked-number/);
    await expect(start(trade("type Query { isHere: Boolean }"), nobody)).rejects.toThrow(UnsafeSupergraphError);
  });

  test("without permissions serves what holds nobody, and never anybody", async () => {
    const open = trade("type Query { isHere: Boolean }");
    await expect(start(supergraph, allPermittedReader)).rejects.toThrow("it is never served without permissions");
    const router = await start(open, allPermittedReader);
    try {
      const people = readText("subgraphs/shared/prelude.graphql");
      expect(await router.reload(trade(`${people} type Query { p: P } type P @person { id: ID }`))).toBe(false);
      expect(await router.reload(open.replace("isHere", "isThere"))).toBe(true);
    } finally {
      await router.close();
    }
  });
});
