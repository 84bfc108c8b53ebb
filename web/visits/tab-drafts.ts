import type { Session } from "../session/session.ts";
import { createDrafts } from "./drafts.ts";

/** The drafts of this tab. */
export const drafts = createDrafts(sessionStorage);

/** Words about people stay on a device no longer than their writer: they go when the writer signs out. */
export function forgetDraftsOnSignOut(session: Session): void {
  session.subscribe(() => {
    const state = session.state();
    if (state.kind === "signed-out" && state.reason === "own-wish") drafts.forgetAll();
  });
}
