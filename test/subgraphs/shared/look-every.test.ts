import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { lookEvery } from "../../../subgraphs/shared/look-every.ts";

describe("lookEvery", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test("never looks twice at once, however long a look takes and whoever asks", async () => {
    let looks = 0;
    let end = (): void => undefined;
    const looking = lookEvery(100, async () => {
      looks += 1;
      await new Promise<void>((resolve) => (end = resolve));
    });
    await vi.advanceTimersByTimeAsync(1_000);
    looking.now();
    expect(looks).toBe(1);
    end();
    await vi.advanceTimersByTimeAsync(100);
    expect(looks).toBe(2);
    end();
    await looking.close();
  });

  test("goes on after a look, and after a report of it, that fails", async () => {
    const faults: unknown[] = [];
    const looking = lookEvery(100, () => Promise.reject(new Error("away")), {
      onFault(error) {
        faults.push(error);
        throw error;
      },
    });
    await vi.advanceTimersByTimeAsync(300);
    expect(faults).toHaveLength(3);
    await looking.close();
  });

  test("is over once it is closed, which waits for the look under way", async () => {
    let looks = 0;
    let isEnded = false;
    const looking = lookEvery(
      () => 100,
      async () => {
        looks += 1;
        await new Promise((resolve) => setTimeout(resolve, 50));
        isEnded = true;
      },
      { isFirstAtOnce: true },
    );
    await vi.advanceTimersByTimeAsync(0);
    const closed = looking.close();
    await vi.advanceTimersByTimeAsync(50);
    await closed;
    expect(isEnded).toBe(true);
    looking.now();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(looks).toBe(1);
  });
});
