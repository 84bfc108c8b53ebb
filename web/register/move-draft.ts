import type { RecordMoveInput } from "../generated/graphql.ts";
import { today } from "../shown/today.ts";
import type { ChosenHousehold } from "./household-by-member.tsx";

/** Who moves, and into which household. */
export const MOVERS = ["alone", "joining", "household"] as const;
type Movers = (typeof MOVERS)[number];

/** A move as it is being written down. */
export interface MoveDraft {
  readonly movers: Movers;
  readonly areaCode: string;
  readonly household: ChosenHousehold | null;
  readonly address: string;
  readonly movedOn: string;
}

const COUNTY_DIGITS = 6;
export const VILLAGE_DIGITS = 12;

/** Most move within their county, so that it stands there already. */
export function emptyMove(fromAreaCode: string): MoveDraft {
  const areaCode = fromAreaCode.slice(0, COUNTY_DIGITS);
  return { movers: "alone", areaCode, household: null, address: "", movedOn: today() };
}

/** Where they move to: who joins a household is registered where it is. */
export function destinationOf({ movers, household, areaCode }: MoveDraft): string {
  return movers === "joining" ? (household?.areaCode ?? "") : areaCode;
}

/** The move as the hub takes it. */
export function inputOf(
  draft: MoveDraft,
  resident: { id: string; version?: number | null },
  key: string,
): RecordMoveInput {
  const { movers, household, address, movedOn } = draft;
  return {
    key,
    residentId: resident.id,
    areaCode: destinationOf(draft),
    address,
    movedOn,
    isWholeHousehold: movers === "household",
    householdId: movers === "joining" ? (household?.id ?? null) : null,
    expectedVersion: resident.version ?? null,
  };
}
