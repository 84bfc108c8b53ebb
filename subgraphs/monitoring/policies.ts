import { isVisible } from "../shared/read.ts";
import { benefits, monitoredPersons } from "./tables.ts";

/** Persons under watch in the viewer's areas, and the viewer's own standing. */
export const visibleMonitored = isVisible(monitoredPersons.areaCode, monitoredPersons.residentId);

/** Benefits of the same persons. */
export const visibleBenefits = isVisible(benefits.areaCode, benefits.residentId);
