import { describe, expect, test } from "vitest";
import { giveBackStart } from "../../hub/give-back-start.ts";

/** Held weakly alone: gone after a collection of everything, and not before. */
async function left(): Promise<WeakRef<object>> {
  const ref = new WeakRef({ text: "x".repeat(1_000) });
  // What a reference named in this turn stays until it is over.
  await new Promise((later) => setTimeout(later));
  return ref;
}

describe("what a start leaves", () => {
  test("is given back when little is asked", async () => {
    const ref = await left();
    const giving = giveBackStart(50);
    await expect.poll(() => ref.deref() === undefined, { timeout: 10_000 }).toBe(true);
    await giving.close();
  });

  test("stays while the hub is busy", async () => {
    const ref = await left();
    const giving = giveBackStart(5);
    const until = performance.now() + 300;
    while (performance.now() < until) {
      const turn = performance.now() + 20;
      while (performance.now() < turn);
      await new Promise((later) => setImmediate(later));
    }
    expect(ref.deref()).toBeDefined();
    await giving.close();
  });
});
