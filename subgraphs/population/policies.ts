import { isVisible } from "../shared/read.ts";
import { emergencyAccesses, households, residents } from "./tables.ts";

/** Residents of the viewer's areas, and the viewer's own record. */
export const visibleResidents = isVisible(residents.areaCode, residents.residentId);

/** Households of the viewer's areas. */
export const visibleHouseholds = isVisible(households.areaCode);

/** Requests for emergency access made in the viewer's areas. */
export const visibleEmergencies = isVisible(emergencyAccesses.areaCode);
