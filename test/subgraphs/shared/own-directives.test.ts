import { parse } from "graphql";
import { describe, expect, test } from "vitest";
import { checkOwnDirectives } from "../../../subgraphs/shared/own-directives.ts";
import { listDepartments, readText } from "../../repository/tree.ts";

const FEDERATION = "https://specs.apollo.dev/federation/v2.9";
const PRIVACY = "https://onedoor.dev/privacy/v1.0";
const check = (sdl: string) => () => checkOwnDirectives(parse(sdl), "fisheries");

describe("a department's own SDL", () => {
  test.each(listDepartments())("of %s names directives as the prelude does", (department) => {
    expect(check(readText(`subgraphs/${department}/schema.graphql`))).not.toThrow();
  });

  test.each([
    ["a permission", `extend schema @link(url: "${FEDERATION}", import: [{ name: "@requiresScopes", as: "@needs" }])`],
    ["a mask", `extend schema @link(url: "${PRIVACY}", import: [{ name: "@mask", as: "@hide" }])`],
    ["a permission by its prefix", `type Query { x: Int @federation__requiresScopes(scopes: [["a:read"]]) }`],
    ["a directive of its own", "directive @requiresScopes(scopes: [String]) on FIELD_DEFINITION"],
  ])("may not rename %s", (_what, sdl) => {
    expect(check(sdl)).toThrow(/^fisheries\/schema\.graphql may not bring @\w+: /);
  });
});
