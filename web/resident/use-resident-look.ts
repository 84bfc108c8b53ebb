import { useMemo, useState } from "react";
import {
  ResidentPageByIdNumberDocument,
  ResidentPageDocument,
  type ResidentPartsFragment,
} from "../generated/graphql.ts";
import type { Failure } from "../graph/answer-of.ts";
import type { Looked } from "../graph/look.ts";
import type { EmergencyPurpose, Purpose } from "../graph/purpose.ts";
import { useLook } from "../graph/use-look.tsx";
import { createOutages } from "./outages.ts";
import { sections } from "./sections/sections.ts";
import type { ResidentPart } from "./sections/section.ts";

/** One look at one resident; a new object is a new look. */
export type ResidentLook = { readonly purpose: Purpose | EmergencyPurpose } & (
  { readonly id: string } | { readonly idNumber: string }
);

export type ResidentOutcome =
  | { readonly kind: "asking" }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "purpose-missing" }
  | { readonly kind: "not-found" }
  | {
      readonly kind: "found";
      readonly resident: ResidentPart;
      readonly looked: Looked<unknown>;
      /** Since when the system behind a section has not answered. */
      readonly sinceOf: (section: string) => number | null;
    };

export function useResidentLook(request: ResidentLook | null): ResidentOutcome | null {
  const byId = useMemo(
    () =>
      request !== null && "id" in request
        ? { document: ResidentPageDocument, variables: { id: request.id }, purpose: request.purpose }
        : null,
    [request],
  );
  const byIdNumber = useMemo(
    () =>
      request !== null && "idNumber" in request
        ? {
            document: ResidentPageByIdNumberDocument,
            variables: { idNumber: request.idNumber },
            purpose: request.purpose,
          }
        : null,
    [request],
  );
  const lookedById = useLook(byId).looked;
  const lookedByIdNumber = useLook(byIdNumber).looked;
  const outages = useState(createOutages)[0];
  const outcome = useMemo(() => {
    if (request === null) return null;
    return "id" in request ? outcomeOf(lookedById, "resident") : outcomeOf(lookedByIdNumber, "residentByIdNumber");
  }, [request, lookedById, lookedByIdNumber]);
  if (outcome?.kind !== "found") return outcome;
  const { resident, looked } = outcome;
  const inState = (isSilent: boolean) =>
    sections.filter(({ field }) => (resident.field(field).state === "unavailable") === isSilent).map(({ key }) => key);
  outages.note(inState(true), inState(false), looked.at);
  return { ...outcome, sinceOf: outages.sinceOf };
}

type Found = Omit<Extract<ResidentOutcome, { kind: "found" }>, "sinceOf">;

function outcomeOf<Root extends string>(
  looked: Looked<Partial<Record<Root, ResidentPartsFragment | null>>> | null,
  root: Root,
): Exclude<ResidentOutcome, { kind: "found" }> | Found {
  if (looked === null) return { kind: "asking" };
  const { failure, answer, data } = looked;
  if (failure !== null) return { kind: "failed", failure };
  const resident = data?.[root];
  if (resident != null) return { kind: "found", looked, resident: answer.at(resident, [root], "Resident") };
  switch (answer.show([root], `Query.${root}`, null).state) {
    case "pending":
      return { kind: "asking" };
    case "purpose-missing":
      return { kind: "purpose-missing" };
    case "refused":
      return { kind: "failed", failure: "refused" };
    case "unavailable":
      return { kind: "failed", failure: "failed" };
    default:
      return { kind: "not-found" };
  }
}
