import { isVisible } from "../shared/read.ts";
import { findings, followUps, residents, visits } from "./tables.ts";

/** Visits to people in the viewer's areas, and to the viewer. */
export const visibleVisits = isVisible(visits.areaCode, visits.residentId);

/** What was found at the same visits. */
export const visibleFindings = isVisible(findings.areaCode, findings.residentId);

/** What is to be done after the same visits. */
export const visibleFollowUps = isVisible(followUps.areaCode, followUps.residentId);

/** A list of work holds that of the viewer's areas; the viewer's own record is no work. */
export const followUpsInAreas = isVisible(followUps.areaCode);

/** Whom the viewer may visit: those who live in the viewer's areas. */
export const visitableResidents = isVisible(residents.areaCode);
