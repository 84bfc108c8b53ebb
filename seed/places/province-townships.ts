import { at, Random } from "../draw/random.ts";
import { counties, type Division } from "./divisions.ts";
import { demoTownships, type Township } from "./places.ts";

const TOWNSHIPS = 1_200;

/**
 * DEMO DATA but for the four townships of the demo: the last three digits of a township's code are 601 or more, which the
 * statistical codes (001 to 599) do not use, so that none can be taken for a real one, whatever its name.
 */
const FIRST_STREET = 601;
const FIRST_TOWN = 701;

// Residents by city in ten thousands, near the census of 2020.
const CITY_RESIDENTS: Readonly<Record<string, number>> = {
  "3201": 931,
  "3202": 746,
  "3203": 908,
  "3204": 528,
  "3205": 1_275,
  "3206": 773,
  "3207": 460,
  "3208": 456,
  "3209": 671,
  "3210": 456,
  "3211": 321,
  "3212": 451,
  "3213": 499,
};

const STREETS =
  "朝阳 新华 建设 和平 文昌 学府 湖滨 城东 城南 城西 城北 东门 西园 南湖 北苑 青云 钟楼 鼓山 江边 云龙 凤凰 梅园 桃园 兰亭 开元 永宁".split(
    " ",
  );
const TOWNS =
  "临河 新桥 大塘 长荡 马桥 石桥 双沟 高桥 青龙 白蒲 沙河 河口 东坝 西溪 南渡 北宅 云林 芦荡 太平 永丰 安丰 兴隆桥 杨庄 李集 王集 陈集 周庄头 许墩".split(
    " ",
  );
const VILLAGES =
  "新民 东风 前进 红旗 幸福 团结 光明 胜利 友谊 双桥 三里 五墩 河东 河西 湖东 桥头 塘口 南庄 北庄 中心 杨柳 桃花 荷塘 竹园 梅村头 古井 大树 石佛 花园 金星".split(
    " ",
  );

/** The townships of the whole province, county by county; the same whatever the seed. */
export function provinceTownships(): Township[] {
  return counties.flatMap((county, place) => {
    const count =
      Math.floor(((place + 1) * TOWNSHIPS) / counties.length) - Math.floor((place * TOWNSHIPS) / counties.length);
    return townshipsOf(county, place, count);
  });
}

function townshipsOf(county: Division, place: number, count: number): Township[] {
  const random = new Random(0, "places", place);
  const real = demoTownships.filter(({ code }) => code.startsWith(county.code));
  // Districts are mostly streets; counties and cities at county level mostly towns.
  const streetShare = county.name.endsWith("区") ? 0.65 : 0.25;
  const streets = shuffled(random, STREETS);
  const towns = shuffled(random, TOWNS);
  const made = Array.from({ length: count - real.length }, (_, order): Township => {
    const isStreet = random.isTrue(streetShare);
    return {
      code: `${county.code}${(isStreet ? FIRST_STREET : FIRST_TOWN) + order}`,
      name: isStreet ? `${at(streets, order)}街道` : `${at(towns, order)}镇`,
      style: isStreet ? "URBAN" : "RURAL",
      weight: 0.5 + random.fraction() + (isStreet ? 0.4 : 0),
      villages: villagesOf(random, isStreet),
    };
  });
  const own = [...real.map((township) => ({ ...township, weight: 1 })), ...made];
  const sum = own.reduce((total, { weight }) => total + weight, 0);
  return own
    .map((township) => ({ ...township, weight: (residentsOf(county) * township.weight) / sum }))
    .sort((one, other) => (one.code < other.code ? -1 : 1));
}

/** A city's residents are spread evenly over its counties. */
function residentsOf(county: Division): number {
  const siblings = counties.filter(({ parentCode }) => parentCode === county.parentCode).length;
  const ofCity = CITY_RESIDENTS[county.parentCode ?? ""];
  if (ofCity === undefined) throw new Error(`The number of people who live in ${county.parentCode} is not known.`);
  return ofCity / siblings;
}

function villagesOf(random: Random, isStreet: boolean): string[] {
  const names = shuffled(random, VILLAGES).slice(0, random.between(4, 9));
  return names.map((name) => name + (isStreet || random.isTrue(0.2) ? "社区" : "村"));
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const mixed = [...list];
  for (let place = mixed.length - 1; place > 0; place -= 1) {
    const other = random.between(0, place);
    [mixed[place], mixed[other]] = [at(mixed, other), at(mixed, place)];
  }
  return mixed;
}
