import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { showProgress } from "../../../cli/terminal/progress.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe("showProgress", () => {
  test("writes a line now and then where there is no terminal", () => {
    const stream = new PassThrough({ encoding: "utf8" });
    const progress = showProgress("residents", 4_000, stream);
    progress.update(0, 4_000);
    vi.advanceTimersByTime(1_000);
    progress.update(1_000, 4_000);
    vi.advanceTimersByTime(2_000);
    progress.update(3_000, 4_000);
    progress.update(4_000, 4_000);
    progress.stop();
    expect(stream.read()).toBe("3000 of 4000 residents, 1000/s, about 1 s left\n4000 of 4000 residents, 1333/s\n");
  });
});
