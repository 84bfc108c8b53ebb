import { isVisible } from "../shared/read.ts";
import { awards, recipients } from "./tables.ts";

/** Recipients of the viewer's areas, and the viewer's own record. */
export const visibleRecipients = isVisible(recipients.areaCode, recipients.residentId);

/** Awards to the same persons. */
export const visibleAwards = isVisible(awards.areaCode, awards.residentId);
