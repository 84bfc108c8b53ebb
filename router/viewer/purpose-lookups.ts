import type { Viewer } from "../../subgraphs/shared/viewer.ts";

/** An emergency access that was confirmed and has not ended. */
export interface EmergencyGrant {
  /** The person it opens, or an id nobody has. */
  readonly residentId: string;
  /** In milliseconds of Unix time, by this host's clock. */
  readonly expiresAt: number;
}

/** Looks up whether the viewer's own request was confirmed and is still open; null when not, for whatever reason. */
export type FindEmergency = (viewer: Viewer, requestId: string) => Promise<EmergencyGrant | null>;

/** Looks up what purposes name. Whatever cannot be found out counts as not there. */
export interface PurposeLookups {
  readonly findEmergency: FindEmergency;
  /** Whether the item is open; at once wherever that is known. */
  readonly isOpenItem: (code: string) => boolean | Promise<boolean>;
  /** Whether there is a case of this number that the viewer may see. */
  readonly isVisibleCase: (viewer: Viewer, number: string) => boolean | Promise<boolean>;
}
