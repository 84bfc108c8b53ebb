import { expect, test } from "vitest";
import { pathTo, stepBelow } from "../../web/areas/area-path.ts";

test.each([
  ["320105006", ["32"], ["32", "3201", "320105", "320105006"]],
  ["320105006001", ["320105006"], ["320105006", "320105006001"]],
  ["3202", ["3201", "3202"], ["3202"]],
  ["3202", ["3201"], []],
  ["", ["32"], []],
])("the way to %s within %j", (code, within, path) => {
  expect(pathTo(code, within)).toEqual(path);
});

test.each([
  ["32", undefined, "CITY"],
  ["320105", undefined, "TOWNSHIP"],
  ["320105006", undefined, "VILLAGE"],
  ["320105006", "TOWNSHIP", null],
  ["320105", "TOWNSHIP", "TOWNSHIP"],
  ["320105006001", undefined, null],
] as const)("below %s, down to %s, comes %s", (code, smallest, step) => {
  expect(stepBelow(code, smallest)).toBe(step);
});
