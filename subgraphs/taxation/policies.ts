import { isVisible } from "../shared/read.ts";
import { premiums, taxpayers } from "./tables.ts";

/** Taxpayers of the viewer's areas, and the viewer as one; the tax service is asked about no others. */
export const visibleTaxpayers = isVisible(taxpayers.areaCode, taxpayers.residentId);

/** Premiums of the same persons. */
export const visiblePremiums = isVisible(premiums.areaCode, premiums.residentId);
