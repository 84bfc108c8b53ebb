import { useEffect, useState } from "react";
import { useLocation, useNavigate, useParams } from "react-router";
import type { EmergencyPurpose, Purpose } from "../graph/purpose.ts";
import { type ResidentLook, type ResidentOutcome, useResidentLook } from "../resident/use-resident-look.ts";
import type { WantedName } from "./search-band.tsx";

export interface NameSearch {
  readonly wanted: WantedName;
  readonly purpose: Purpose;
}

export interface Counter {
  readonly search: NameSearch | null;
  readonly outcome: ResidentOutcome | null;
  /** True when an address was opened, and nobody has said yet what for. */
  readonly isWaitingForPurpose: boolean;
  findByIdNumber(idNumber: string, purpose: Purpose): void;
  findByName(wanted: WantedName, purpose: Purpose): void;
  givePurpose(purpose: Purpose): void;
  lookAgain(): void;
  /** The number whose owner was not found here; null otherwise. */
  readonly missingIdNumber: string | null;
  /** Looks for them once more, with what another account has confirmed. */
  lookInEmergency(purpose: EmergencyPurpose): void;
}

/**
 * Who is looked at, and the address that goes with it. Identity numbers and names are never in an address, which
 * histories and logs keep: a search has none, and a resident who is found has an opaque id.
 */
export function useCounter(): Counter {
  const goTo = useGoTo();
  const { id } = useParams();
  const { key: visit } = useLocation();
  const [purpose, setPurpose] = useState<Purpose | null>(null);
  const [search, setSearch] = useState<NameSearch | null>(null);
  const [look, setLook] = useState<ResidentLook | null>(null);
  const [seenVisit, setSeenVisit] = useState<string | null>(null);
  const outcome = useResidentLook(look);
  const foundId = outcome?.kind === "found" ? outcome.resident.object.id : null;

  // An address that was opened, gone back to, or followed from a list of names or a household.
  if (visit !== seenVisit) {
    setSeenVisit(visit);
    if (id !== undefined && id !== foundId) setLook(purpose === null ? null : { id, purpose });
    if (id === undefined && foundId !== null) setLook(null);
  }

  useEffect(() => {
    if (foundId !== null && foundId !== id) goTo(`/residents/${encodeURIComponent(foundId)}`, id === undefined);
  }, [foundId, id, goTo]);

  const begin = (given: Purpose) => {
    setPurpose(given);
    if (id !== undefined) goTo("/counter", false);
  };
  return {
    search,
    outcome,
    isWaitingForPurpose: id !== undefined && look === null,
    findByIdNumber(idNumber, given) {
      begin(given);
      setSearch(null);
      setLook({ idNumber, purpose: given });
    },
    findByName(wanted, given) {
      begin(given);
      setLook(null);
      setSearch({ wanted, purpose: given });
    },
    givePurpose(given) {
      setPurpose(given);
      if (id !== undefined) setLook({ id, purpose: given });
    },
    lookAgain() {
      if (look !== null) setLook({ ...look });
    },
    missingIdNumber: outcome?.kind === "not-found" && look !== null && "idNumber" in look ? look.idNumber : null,
    lookInEmergency(confirmed) {
      if (look !== null) setLook({ ...look, purpose: confirmed });
    },
  };
}

function useGoTo(): (address: string, replace: boolean) => void {
  const navigate = useNavigate();
  const [goTo] = useState(() => (address: string, replace: boolean) => {
    Promise.resolve(navigate(address, { replace })).catch(() => undefined);
  });
  return goTo;
}
