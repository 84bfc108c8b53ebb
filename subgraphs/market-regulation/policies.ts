import { isVisible } from "../shared/read.ts";
import { licences, operators } from "./tables.ts";

/** Operators of the viewer's areas, and the viewer as one; the licensing system is asked about no others. */
export const visibleOperators = isVisible(operators.areaCode, operators.residentId);

/** Licences of the same persons. */
export const visibleLicences = isVisible(licences.areaCode, licences.residentId);
