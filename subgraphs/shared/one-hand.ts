import { channel } from "node:diagnostics_channel";

/** Acts that take two persons, and that were refused because one administrator may be both. */
export const oneHandActs = ["approve-account-change", "enter-certificate", "confirm-emergency", "judge-duty"] as const;
export type OneHandAct = (typeof oneHandActs)[number];

/** Published once for each such refusal: `{ act }`. Metrics count with it, in whatever process the department is. */
export const oneHandRefusals = channel("onedoor:one-hand");

export function countOneHand(act: OneHandAct): void {
  oneHandRefusals.publish({ act });
}

interface Hand {
  readonly id: string;
  /** Who made the account within 30 days, those who made them included. */
  readonly makers: readonly string[];
}

/** Whether one person may be both: one made the other, or somebody made both. */
export function areOneHand(one: Hand, other: Hand): boolean {
  const hands = new Set([one.id, ...one.makers]);
  return [other.id, ...other.makers].some((hand) => hands.has(hand));
}
