import { expect } from "vitest";
import type { Stand } from "./stand.ts";
import type { Tab } from "./tab.ts";

/** Runs a visit, and expects that its pages asked nobody else, broke no rule of their policy and threw nothing. */
export async function visiting(stand: Stand, visit: (tab: Tab) => Promise<void>): Promise<void> {
  const tab = await stand.visit();
  try {
    await visit(tab);
    expect(tab.faults()).toEqual([]);
  } finally {
    await tab.close();
  }
}
