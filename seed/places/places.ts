import { at, type Random, weighted } from "../draw/random.ts";
import { cities, counties, type Division, province } from "./divisions.ts";

export interface Township {
  code: string;
  name: string;
  style: "URBAN" | "RURAL";
  /** Its share of the residents, relative to the other townships. */
  weight: number;
  villages: readonly string[];
}

export interface Village {
  code: string;
  name: string;
  township: Township;
  cityName: string;
  countyName: string;
  /** From the province to the township; an address starts with it. */
  addressPrefix: string;
}

/**
 * Where the demo residents live. The townships and their codes are real; the villages are DEMO DATA: their last
 * three digits start at 901, which the statistical codes do not use, so none can be taken for a real village.
 */
export const demoTownships: readonly Township[] = [
  {
    code: "320105006",
    name: "兴隆街道",
    style: "URBAN",
    weight: 38,
    villages: ["迎宾社区", "吉祥社区", "中和社区", "云锦社区", "江湾社区"],
  },
  {
    code: "320205105",
    name: "锡北镇",
    style: "RURAL",
    weight: 24,
    villages: ["春风村", "桃源村", "泾桥村", "新光社区"],
  },
  {
    code: "320411122",
    name: "奔牛镇",
    style: "RURAL",
    weight: 22,
    villages: ["金牛社区", "古运村", "东桥村"],
  },
  {
    code: "320481106",
    name: "天目湖镇",
    style: "RURAL",
    weight: 16,
    villages: ["茶亭村", "湖里村", "竹海社区"],
  },
];

const FIRST_DEMO_VILLAGE = 901;

/** A list of townships, and all that follows from it. */
export interface Places {
  readonly townships: readonly Township[];
  readonly villages: readonly Village[];
  /** Parents before children. */
  readonly divisions: readonly Division[];
  readonly pickVillage: (random: Random) => Village;
}

export function placesIn(townships: readonly Township[]): Places {
  const villages = townships.flatMap(villagesOf);
  return {
    townships,
    villages,
    divisions: [
      province,
      ...cities,
      ...counties,
      ...townships.map(({ code, name }) => ({ code, name, parentCode: code.slice(0, 6) })),
      ...villages.map(({ code, name, township }) => ({ code, name, parentCode: township.code })),
    ],
    pickVillage: weighted(
      villages.map((village) => [village, village.township.weight / village.township.villages.length] as const),
    ),
  };
}

const countiesByCode = new Map(counties.map((county) => [county.code, county]));
const citiesByCode = new Map(cities.map((city) => [city.code, city]));

function villagesOf(township: Township): Village[] {
  const county = known(countiesByCode, township.code.slice(0, 6));
  const city = known(citiesByCode, township.code.slice(0, 4));
  return township.villages.map((name, place) => ({
    code: `${township.code}${FIRST_DEMO_VILLAGE + place}`,
    name,
    township,
    cityName: city.name,
    countyName: county.name,
    addressPrefix: `${province.name}${city.name}${county.name}${township.name}`,
  }));
}

function known(list: ReadonlyMap<string, Division>, code: string): Division {
  const found = list.get(code);
  if (found === undefined) throw new Error(`No division has the code ${code}.`);
  return found;
}

export const demoPlaces = placesIn(demoTownships);

/** The village with this name in a township of the demo. */
export function villageNamed(townshipCode: string, name: string): Village {
  const found = demoPlaces.villages.filter(
    (village) => village.township.code === townshipCode && village.name === name,
  );
  return at(found, 0);
}
