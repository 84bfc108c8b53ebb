import { describe, expect, test } from "vitest";
import { createAnswer } from "../../web/graph/field-state.ts";
import { emptyMove, inputOf, type MoveDraft } from "../../web/register/move-draft.ts";
import { addressIn, draftName, membersOf, type ReadEntry } from "../../web/register/read-entry.ts";

const KEY = "0123456789abcdef0123456789abcdef";
const RESIDENT = { id: "7", version: 3 };
const HOUSEHOLD = { id: "40", areaCode: "320205105203", memberName: "万仁兴", place: "锡北镇春风村" };

function draft(part: Partial<MoveDraft>): MoveDraft {
  return { ...emptyMove("320205105201"), address: "新村1号", movedOn: "2026-11-30", ...part };
}

function entry(part: object, masked: string[] = []): ReadEntry {
  const resident = { id: "7", version: 3, name: "高桂兰", address: "新村1号", household: null, ...part };
  return createAnswer({ faults: [], masked }).at(resident, ["residentByIdNumber"], "Resident") as ReadEntry;
}

describe("a move", () => {
  test("begins with the county the resident lives in", () => {
    expect(emptyMove("320205105201").areaCode).toBe("320205");
  });

  test("carries its key, and the version of the entry that was read", () => {
    expect(inputOf(draft({ areaCode: "320205105202" }), RESIDENT, KEY)).toEqual({
      key: KEY,
      residentId: "7",
      areaCode: "320205105202",
      address: "新村1号",
      movedOn: "2026-11-30",
      isWholeHousehold: false,
      householdId: null,
      expectedVersion: 3,
    });
  });

  test("into a household goes to where that is, whatever was chosen before", () => {
    const input = inputOf(draft({ movers: "joining", areaCode: "320205105202", household: HOUSEHOLD }), RESIDENT, KEY);
    expect(input).toMatchObject({ areaCode: "320205105203", householdId: "40", isWholeHousehold: false });
  });

  test.each(["alone", "household"] as const)("of %s names no household that was chosen before", (movers) => {
    const input = inputOf(draft({ movers, areaCode: "320205105202", household: HOUSEHOLD }), RESIDENT, KEY);
    expect(input).toMatchObject({
      areaCode: "320205105202",
      householdId: null,
      isWholeHousehold: movers === "household",
    });
  });
});

describe("an entry as it was read", () => {
  test("has a draft of its own for each version and each kind", () => {
    const names = [
      draftName("move", entry({})),
      draftName("death", entry({})),
      draftName("move", entry({ version: 4 })),
    ];
    expect(new Set(names).size).toBe(3);
  });

  test("gives no masked address to begin with", () => {
    expect(addressIn(entry({}))).toBe("新村1号");
    expect(addressIn(entry({ address: "新村***" }, ["Resident.address"]))).toBe("");
    expect(addressIn(entry({ address: null }))).toBe("");
  });

  test("offers those of the household who live", () => {
    const members = [
      { id: "7", name: "高桂兰", diedOn: null },
      { id: "8", name: "高某", diedOn: "2020-01-01" },
    ];
    expect(membersOf(entry({ household: { id: "40", area: null, members } }))).toEqual([{ id: "7", name: "高桂兰" }]);
    expect(membersOf(entry({}))).toEqual([]);
  });
});
