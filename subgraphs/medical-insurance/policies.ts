import { isVisible } from "../shared/read.ts";
import { claims, enrolments } from "./tables.ts";

/** Enrolments of the viewer's areas, and the viewer's own. */
export const visibleEnrolments = isVisible(enrolments.areaCode, enrolments.residentId);

/** Claims of the same persons. */
export const visibleClaims = isVisible(claims.areaCode, claims.residentId);
