import type { Random } from "../draw/random.ts";
import type { Village } from "../places/places.ts";

// Given to no operator in the allocation table of the Ministry of Industry and Information Technology (end of
// March 2023), so that a message sent to a demo resident reaches nobody.
const UNASSIGNED_PREFIX = "154";

const YOUNGEST_WITH_PHONE = 12;

/** Null for small children, and for some of the old. */
export function phoneOf(random: Random, age: number): string | null {
  const hasPhone = random.isTrue(age < YOUNGEST_WITH_PHONE ? 0 : age < 75 ? 0.97 : 0.8);
  return hasPhone ? UNASSIGNED_PREFIX + String(random.between(0, 99_999_999)).padStart(8, "0") : null;
}

const STREETS = "云锦路 梦都大街 牡丹江街 白龙江东街 楠溪江东街 嘉陵江东街 庐山路 黄山路 恒山路 乐山路".split(" ");

/** Down to the door; shared by a household. */
export function addressOf(random: Random, village: Village): string {
  const start = village.addressPrefix + village.name;
  if (village.township.style === "RURAL") return `${start}${random.between(1, 28)}组${random.between(1, 120)}号`;
  const room = random.between(1, 18) * 100 + random.between(1, 4);
  const building = `${random.between(1, 36)}幢${random.between(1, 3)}单元${room}室`;
  return `${start}${random.pick(STREETS)}${random.between(1, 199)}号${building}`;
}
