import { describe, expect, test } from "vitest";
import { preferenceFor, readHeaderEntry, readHeaderList } from "../../../subgraphs/shared/header-list.ts";

describe("readHeaderList", () => {
  test.each([
    ["a/b", [["a/b", 1]]],
    [
      " A/B ; Q=0.5 ,c/d;q=0",
      [
        ["a/b", 0.5],
        ["c/d", 0],
      ],
    ],
    ["a/b;q=7", [["a/b", 1]]],
    [
      "a/b;q=x, c/d;q=, e/f;q=-1",
      [
        ["a/b", 0],
        ["c/d", 0],
        ["e/f", 0],
      ],
    ],
    ['a/b;x="1, c/d;q=0.1";q=0.2', [["a/b", 0.2]]],
    [
      'a/b;x="\\", c/d";q=0.2, e/f',
      [
        ["a/b", 0.2],
        ["e/f", 1],
      ],
    ],
  ])("reads %j", (header, entries) => {
    expect(readHeaderList(header).map(({ value, quality }) => [value, quality])).toEqual(entries);
  });
});

test("reads parameters, in quotes or not", () => {
  const { value, parameters } = readHeaderEntry('application/json ; Charset = "UTF-8" ;x');
  expect([value, [...parameters]]).toEqual([
    "application/json",
    [
      ["charset", "utf-8"],
      ["x", ""],
    ],
  ]);
});

test.each([
  ["a/b;q=0.2, a/*;q=0.5, */*", 0.2],
  ["*/*, a/*;q=0.5", 0.5],
  ["*/*;q=0.1", 0.1],
  ["c/*", 0],
])("takes what says most of a type: %s", (header, quality) => {
  expect(preferenceFor("a/b", readHeaderList(header)).quality).toBe(quality);
});
