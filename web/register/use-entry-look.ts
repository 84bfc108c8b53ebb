import { useState } from "react";
import {
  RegisterEntryDocument,
  type RegisterEntryQuery,
  type RegisterEntryQueryVariables,
} from "../generated/graphql.ts";
import type { LookRequest } from "../graph/look.ts";
import type { Purpose } from "../graph/purpose.ts";
import { type Looking, useLook } from "../graph/use-look.tsx";

type Request = LookRequest<RegisterEntryQuery, RegisterEntryQueryVariables>;

interface EntryLook extends Looking<RegisterEntryQuery> {
  /** Null while nobody was looked for. */
  readonly request: object | null;
  find(idNumber: string): void;
  /** Reads the same entry again. */
  again(): void;
}

/** Looks for a resident's entry by identity number. */
export function useEntryLook(purpose: Purpose): EntryLook {
  const [request, setRequest] = useState<Request | null>(null);
  const looking = useLook(request);
  return {
    ...looking,
    request,
    find: (idNumber) => setRequest({ document: RegisterEntryDocument, variables: { idNumber }, purpose }),
    again: () => setRequest((last) => (last === null ? null : { ...last })),
  };
}
