import { isVisible } from "../shared/read.ts";
import { birthRegistrations, supports } from "./tables.ts";

/** Registrations of people in the viewer's areas, and the viewer's own. */
export const visibleRegistrations = isVisible(birthRegistrations.areaCode, birthRegistrations.residentId);

/** Support of people in the viewer's areas, and the viewer's own. */
export const visibleSupports = isVisible(supports.areaCode, supports.residentId);
