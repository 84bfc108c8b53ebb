import { describe, expect, test } from "vitest";
import type { Figures } from "../../bench/figures.ts";
import { answersAtLeast, holdsAtMost, judge, spreadsAtMost, takesAtMost } from "../../bench/marks.ts";
import { withSections } from "../../bench/page.ts";

const TITLES = ["One", "Two", "Three"];

describe("bench/results.md", () => {
  const page = withSections("# Old\n\n## Forgotten\n\nx\n", [{ title: "Two", text: "second" }], TITLES);

  test("has one part for each title, and nothing of an older bench", () => {
    expect(page).toContain("## Two\n\nsecond\n");
    expect(page).not.toContain("Forgotten");
  });

  test("keeps the other parts when one is measured again", () => {
    const first = withSections(page, [{ title: "One", text: "first" }], TITLES);
    const again = withSections(first, [{ title: "Two", text: "second, again" }], TITLES);
    expect(again.match(/^## .*$/gm)).toEqual(["## One", "## Two"]);
    expect(again).toContain("## One\n\nfirst\n\n## Two\n\nsecond, again\n");
  });
});

describe("a mark", () => {
  const figures = (given: Partial<Figures>): Figures => ({
    rps: 100,
    p50: 10,
    p99: 20,
    processorTime: 500,
    besideTime: 100,
    memory: 1e8,
    refused: 0,
    otherWork: 0,
    ...given,
  });
  const results = new Map([
    ["hub", figures({ rps: 200, processorTime: 300 })],
    ["before", figures({ memory: 4e8 })],
    ["untold", figures({ processorTime: null, memory: null })],
  ]);

  test.each([
    [answersAtLeast("hub", 2, "before"), "2.00 ×", true],
    [answersAtLeast("hub", 2.1, "before"), "2.00 ×", false],
    [takesAtMost("hub", 0.6, "before"), "0.60 ×", true],
    [takesAtMost("hub", 0.6, "before", "PostgreSQL"), "0.67 ×", false],
    [holdsAtMost("hub", 0.5, "before"), "0.25 ×", true],
    [spreadsAtMost("hub", 1.9), "2.00 ×", false],
    [takesAtMost("hub", 1, "untold"), "the system does not tell", null],
    [takesAtMost("hub", 1, "absent"), "without absent", null],
  ])("%j", (mark, measured, isMet) => {
    expect(judge([mark], results)).toEqual([{ promise: mark.promise, measured, isMet }]);
  });

  test("stands back where the one in whose place it stands can be measured", () => {
    const standIn = { ...takesAtMost("hub", 0.6, "before"), unless: "absent" };
    expect(judge([standIn], results)).toHaveLength(1);
    expect(judge([{ ...standIn, unless: "untold" }], results)).toEqual([]);
  });
});
