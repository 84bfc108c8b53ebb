import { counties } from "./divisions.ts";
import type { Places, Township } from "./places.ts";

export interface ServiceCentre {
  code: string;
  name: string;
  standsIn: string;
  address: string;
  /** One at least. */
  townships: readonly Township[];
}

// The province has 1 244 centres: one in each of the 1 200 townships that are made up for it, and these.
const MOST_ZONE_CENTRES = 44;
/** 溧阳, whose development zone has a centre in the report. */
const FIRST_ZONE_COUNTY = "320481";
/** Every so many counties have a zone. */
const ZONE_STEP = 2;

/** One centre in each township, and some in development zones, which are no divisions and serve several townships. */
export function centresIn({ townships }: Places): ServiceCentre[] {
  const byCounty = new Map<string, Township[]>();
  for (const township of townships) {
    const county = township.code.slice(0, 6);
    byCounty.set(county, [...(byCounty.get(county) ?? []), township]);
  }
  const withZone = new Set(
    zoneCounties()
      .filter((code) => byCounty.has(code))
      .slice(0, MOST_ZONE_CENTRES),
  );
  return counties.flatMap(({ code, name }) => {
    const own = byCounty.get(code) ?? [];
    const centres = own.map((township) => ({
      name: `${township.name}便民服务中心`,
      standsIn: township.code,
      address: `${name}${township.name}为民路1号`,
      townships: [township],
    }));
    const zone = `${name.slice(0, -1)}经济开发区`;
    const ofZone = {
      name: `${zone}便民服务中心`,
      standsIn: code,
      address: `${name}${zone}创业路8号`,
      townships: own.slice(0, 2 + (own.length % 2)),
    };
    const all = withZone.has(code) ? [...centres, ofZone] : centres;
    return all.map((centre, place) => ({ ...centre, code: code + String(place + 1).padStart(4, "0") }));
  });
}

function zoneCounties(): string[] {
  const codes = counties.map(({ code }) => code).filter((_, place) => place % ZONE_STEP === 0);
  return [FIRST_ZONE_COUNTY, ...codes.filter((code) => code !== FIRST_ZONE_COUNTY)];
}
