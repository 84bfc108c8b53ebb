import { describe, expect, test } from "vitest";
import { negotiate } from "../../../router/http/media-types.ts";

const PLAIN = "application/json";
const GRAPHQL = "application/graphql-response+json";

describe("negotiate", () => {
  test.each([
    [undefined, PLAIN],
    ["", PLAIN],
    ["  ", PLAIN],
    ["*/*", PLAIN],
    ["application/*", PLAIN],
    [PLAIN, PLAIN],
    [GRAPHQL, GRAPHQL],
    [`${GRAPHQL}; charset=utf-8`, GRAPHQL],
    ["APPLICATION/JSON", PLAIN],
    [`${GRAPHQL}, ${PLAIN}`, GRAPHQL],
    [`${PLAIN}, ${GRAPHQL}`, PLAIN],
    [`${PLAIN};q=0.9, ${GRAPHQL}`, GRAPHQL],
    [`${PLAIN};q=0.9, ${GRAPHQL};q=0.8`, PLAIN],
    [`${GRAPHQL} ; q=0.1 , text/html`, GRAPHQL],
    [`text/html, application/xhtml+xml, */*;q=0.8`, PLAIN],
    [`text/html, ${PLAIN}`, PLAIN],
    [`${GRAPHQL};q=0, ${PLAIN}`, PLAIN],
    // What is named with q=0 is not wanted, whatever a wider range says (RFC 9110, 12.5.1).
    [`${PLAIN};q=0, */*`, GRAPHQL],
    [`*/*, ${PLAIN};q=0`, GRAPHQL],
  ])("answers %j in %s", (accept, type) => {
    expect(negotiate(accept)).toBe(type);
  });

  test.each([
    "text/html",
    "image/*",
    "application/jsonx",
    "json",
    ",",
    ";",
    `${PLAIN};q=0`,
    "*/*;q=0",
    `${PLAIN};q=x`,
    `${PLAIN};q=`,
  ])("has nothing for %j", (accept) => {
    expect(negotiate(accept)).toBeNull();
  });
});
