import { isVisible } from "../shared/read.ts";
import { insuredPersons, participations } from "./tables.ts";

/** Insured persons of the viewer's areas, and the viewer's own record. */
export const visibleInsuredPersons = isVisible(insuredPersons.areaCode, insuredPersons.residentId);

/** Insurances of the same persons. */
export const visibleParticipations = isVisible(participations.areaCode, participations.residentId);
