import { channel } from "node:diagnostics_channel";

/** Acts that take two persons, and that were refused because one administrator may be both. */
export const oneHandActs = ["approve-account-change", "enter-certificate", "confirm-emergency", "judge-duty"] as const;
export type OneHandAct = (typeof oneHandActs)[number];

/** Published once for each such refusal: `{ act }`. Metrics count with it, in whatever process the department is. */
export const ONE_HAND = "onedoor:one-hand";
const refusals = channel(ONE_HAND);

export function countOneHand(act: OneHandAct): void {
  refusals.publish({ act });
}
