import { z } from "zod";
import { askDepartment } from "../departments/ask-department.ts";
import type { Transport } from "../departments/transport.ts";
import type { FindEmergency } from "./purpose-lookups.ts";

const OPERATION = "query ($id: ID!) { emergencyGrant(id: $id) { residentId remainingMs } }";
const answerSchema = z.object({
  emergencyGrant: z.object({ residentId: z.string(), remainingMs: z.number() }).nullable(),
});

/**
 * Asks Population, for the viewer who wants to use it, whether an emergency access is open. Each request asks again, so
 * that none is used a moment longer than it lasts; they are rare. No answer, whatever the cause, is no access.
 */
export function createEmergencyLookup(population: Transport | undefined): FindEmergency {
  return async (viewer, id) => {
    // Taken before the call: the time it takes shortens the access and never lengthens it.
    const askedAt = Date.now();
    const answer = await askDepartment(population, { operation: OPERATION, variables: { id }, viewer }, answerSchema);
    if (answer === null || answer.emergencyGrant === null) return null;
    const { residentId, remainingMs } = answer.emergencyGrant;
    return { residentId, expiresAt: askedAt + remainingMs };
  };
}
