import type { BareGraph } from "./graph.ts";
import { residents } from "./residents.ts";
import { officeVisits } from "./visits.ts";

export const bareGraphs = { residents, officeVisits } satisfies Readonly<Record<string, BareGraph>>;
export type BareGraphName = keyof typeof bareGraphs;
