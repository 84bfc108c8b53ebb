import { describe, expect, test } from "vitest";
import { composeEvents, EventsError } from "../../../schema/events/compose-events.ts";
import { describeEventBreak, findEventBreaks } from "../../../schema/events/event-breaks.ts";
import { readEventContracts } from "../../../subgraphs/shared/event-contracts.ts";

const MOVED = `type Moved @event(version: 1, heardBy: ["*"]) { on: Date!, why: Why!, note: String }
enum Why { WORK STUDY }`;
const hears = (version = 1) => [{ from: "register", event: "Moved", version }];

function book(sdl: string, handlers: ReturnType<typeof hears> = hears()) {
  return composeEvents([
    { name: "register", contracts: readEventContracts(sdl), handlers: [] },
    { name: "visits", contracts: null, handlers },
  ]);
}
const breaks = (sdl: string, handlers = hears()) =>
  findEventBreaks(book(MOVED), book(sdl, handlers)).map(describeEventBreak);

describe("an event that somebody hears", () => {
  test.each<[string, string]>([
    [MOVED.replace("on: Date!, ", ""), "on is removed"],
    [MOVED.replace("on: Date!", "on: String!"), "on was Date! and is String!"],
    [MOVED.replace("on: Date!", "on: Date"), "on may be null now"],
    [MOVED.replace("STUDY", "STUDY FAMILY"), "why may be FAMILY now"],
  ])("breaks as %s", (sdl, change) => {
    expect(breaks(sdl)).toEqual([`register/Moved@1: ${change}; heard by visits`]);
  });

  test("breaks when it is gone, also where its handler went with it", () => {
    expect(breaks("enum Why { WORK }", [])).toEqual(["register/Moved@1: removed; heard by visits"]);
    expect(breaks(MOVED.replace("version: 1", "version: 2"), hears(2))).toEqual([
      "register/Moved@1: there is version 2 now, and version 1 is not kept beside it; heard by visits",
    ]);
    expect(breaks(MOVED.replace('["*"]', '["register"]'), [])).toEqual([
      "register/Moved@1: heardBy leaves it out; heard by visits",
    ]);
  });

  test.each([
    ["a field more", MOVED.replace("note: String", "note: String, to: ID!")],
    ["a field that is never null any more", MOVED.replace("note: String", "note: String!")],
    ["a value less", MOVED.replace(" STUDY", "")],
    [
      "another version beside it",
      `${MOVED} type MovedFar @event(name: "Moved", version: 2, heardBy: ["*"]) { on: Date! }`,
    ],
  ])("may get %s", (_what, sdl) => {
    expect(breaks(sdl)).toEqual([]);
  });
});

test("an event that nobody hears may change as it will", () => {
  expect(findEventBreaks(book(MOVED, []), book("enum Why { WORK }", []))).toEqual([]);
});

describe("a handler", () => {
  test.each<[string, () => unknown]>([
    ["visits/handlers.ts hears register/Moved@2, which nobody tells", () => book(MOVED, hears(2))],
    [
      "visits/handlers.ts hears register/Moved@1, whose heardBy does not name it",
      () => book(MOVED.replace('["*"]', '["register"]')),
    ],
    ["visits/handlers.ts hears register/Moved@1 twice", () => book(MOVED, [...hears(), ...hears()])],
    [
      "register/Moved@1 is heard by nobody-known, which is no department",
      () => book(MOVED.replace('"*"', '"nobody-known"'), []),
    ],
  ])("%s", (fault, compose) => {
    expect(compose).toThrow(EventsError);
    expect(compose).toThrow(fault);
  });
});
