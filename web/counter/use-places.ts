import { useMemo } from "react";
import { AREA_DIGITS } from "../areas/area-path.ts";
import { useAreaNames } from "../areas/use-area-names.tsx";
import { CountiesDocument } from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";
import { isOneCounty } from "./name-filter.ts";

interface PlaceOption {
  readonly value: string;
  readonly label: string;
}

/** Where somebody with more than one county may search: their areas, or the counties of their city. None where all is searched. */
export function usePlaces(areas: readonly string[]): readonly PlaceOption[] {
  const isWide = !isOneCounty(areas);
  const city = isWide ? areas.find(({ length }) => length === AREA_DIGITS.CITY) : undefined;
  const request = useMemo(
    () => (city === undefined ? null : { document: CountiesDocument, variables: { parent: city }, purpose: null }),
    [city],
  );
  const { looked } = useLook(request);
  const narrow = isWide ? areas.filter(({ length }) => length > AREA_DIGITS.CITY) : [];
  const areaName = useAreaNames(narrow);
  const counties = (looked?.data?.areas?.edges ?? []).flatMap(({ node }) => node ?? []);
  return [
    ...narrow.map((code) => ({ value: code, label: areaName(code) })),
    ...counties.map(({ code, name }) => ({ value: code, label: name ?? code })),
  ];
}
