import { creditCodeCheck } from "../../subgraphs/shared/credit-code.ts";
import { runsBusiness } from "../departments/market-regulation.ts";
import { addYears, dayText } from "../draw/calendar.ts";
import { Random } from "../draw/random.ts";
import type { Person, World } from "../people/person.ts";
import type { LicenceFact } from "./licensing-system.ts";

const NAMES = "小吃店 面馆 早餐店 卤菜店 便利店 水果店 茶饮店".split(" ");
const DAYS_BACK = 6 * 365;
// 示例 (sample) keeps the names apart from those of real businesses.
const SAMPLE = "示例";

/** A seeded operator's licence: one, issued within six years, for five years at most. */
export function licencesOf(person: Person, world: World): LicenceFact[] {
  if (!runsBusiness(person, world)) return [];
  const random = new Random(world.seed, "businesses", -person.index - 1);
  const issued = world.today - random.between(1, DAYS_BACK);
  const expires = addYears(issued, 5) - 1;
  const name = random.pick(NAMES);
  const category = name.endsWith("店") && random.isTrue(0.5) ? "SALES" : "CATERING";
  const digits = (count: number, value: number) => String(value).padStart(count, "0").slice(-count);
  // The check digit's rule was not found in a public source, so the last digit is drawn.
  const number = `JY${category === "SALES" ? 1 : 2}32${person.village.code.slice(2, 6)}${digits(6, person.index)}${random.between(0, 9)}`;
  return [
    {
      id: String(person.residentId),
      number,
      status: expires < world.today ? "EXPIRED" : random.isTrue(0.03) ? "SUSPENDED" : "VALID",
      category,
      premises: person.address,
      holderIdNumber: person.idNumber,
      businessName: `${person.village.township.name}${SAMPLE}${name}`,
      creditCode: withCheck(`92${person.village.code.slice(0, 6)}MA${digits(7, person.index)}`),
      issuedOn: dayText(issued),
      expiresOn: dayText(expires),
    },
  ];
}

function withCheck(seventeen: string): string {
  return `${seventeen}${creditCodeCheck(seventeen)}`;
}
