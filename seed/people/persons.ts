import { ageOn, yearOf } from "../draw/calendar.ts";
import { Random } from "../draw/random.ts";
import { placesOf } from "../places/extents.ts";
import type { Village } from "../places/places.ts";
import { addressOf, phoneOf } from "./contacts.ts";
import { type DemoHousehold, demoHouseholds, type DemoMember, isDemoIndex } from "./demo-residents.ts";
import { draftHousehold, type HouseholdDraft } from "./households.ts";
import { birthOfAge, demoIdNumber, idNumberOf } from "./id-numbers.ts";
import { draftLivelihood } from "./livelihoods.ts";
import { dottedName, givenName, surname } from "./names.ts";
import { draftNeed } from "./need.ts";
import { type Need, type Person, residentIdOf, type World } from "./person.ts";

/**
 * Households are made within blocks of this many persons, so that a person depends on the seed and the block
 * only: any part can be made by itself, and a larger number of residents starts with the smaller one's.
 */
export const BLOCK_SIZE = 64;

const FIRST_HOUSEHOLD_ID = 2_000_000_001;

const DOTTED_NAME_SHARE = 0.003;

interface Household {
  headIndex: number;
  isRegistered: boolean;
  size: number;
  need: Need;
  village: Village;
  address: string;
  surname: string;
  hasDottedNames: boolean;
}

/** The persons of one block, household by household, in the order of their indexes. */
export function personsOfBlock(world: World, block: number): Person[] {
  const random = new Random(world.seed, "households", block);
  const end = (block + 1) * BLOCK_SIZE;
  const { pickVillage } = placesOf(world);
  const persons: Person[] = demoHouseholds
    .filter(({ members }) => Math.floor(members[0].index / BLOCK_SIZE) === block)
    .flatMap((household) => demoPersons(world, household));
  let index = block * BLOCK_SIZE;
  while (index < end) {
    if (isDemoIndex(index)) {
      index += 1;
      continue;
    }
    const village = pickVillage(random);
    const draft = draftHousehold(random, village.township.style, end - index);
    persons.push(...draftedPersons(world, random, draft, village, index));
    index += draft.members.length;
  }
  return persons.sort((one, other) => one.index - other.index);
}

function draftedPersons(
  world: World,
  random: Random,
  draft: HouseholdDraft,
  village: Village,
  headIndex: number,
): Person[] {
  const household: Household = {
    headIndex,
    isRegistered: draft.isRegistered,
    size: draft.members.length,
    need: draftNeed(random, draft, village),
    village,
    address: addressOf(random, village),
    surname: surname(random),
    hasDottedNames: random.isTrue(DOTTED_NAME_SHARE),
  };
  return draft.members.map(({ age, sex, hasHeadsName }, place) => {
    const index = headIndex + place;
    const birth = birthOfAge(world, index, age);
    const names = new Random(world.seed, "names", index);
    const own = surname(names);
    const name = household.hasDottedNames
      ? dottedName(names, sex)
      : (place === 0 || hasHeadsName ? household.surname : own) + givenName(names, sex, yearOf(birth));
    const idNumber = idNumberOf(world, index, birth, sex);
    return completed(world, household, { index, name, sex, birth, idNumber });
  });
}

function demoPersons(world: World, { village, address, need, members }: DemoHousehold): Person[] {
  const headIndex = members[0].index;
  const household = {
    headIndex,
    isRegistered: true,
    size: members.length,
    need,
    village,
    address,
    surname: "",
    hasDottedNames: false,
  };
  return members.map((member: DemoMember) => {
    const idNumber = demoIdNumber(member.birth, member.sex, member.index);
    return { ...completed(world, household, { ...member, idNumber }), ...member.facts };
  });
}

function completed(
  world: World,
  household: Household,
  identity: Pick<Person, "index" | "name" | "sex" | "birth" | "idNumber">,
): Person {
  const { need, village, address, headIndex } = household;
  const { index, name, sex, birth, idNumber } = identity;
  const age = ageOn(birth, world.today);
  const circumstances = { age, sex, birth, style: village.township.style, isPoor: need !== "NONE" };
  const work = draftLivelihood(new Random(world.seed, "livelihoods", index), world, circumstances);
  // Field by field: a spread made this the most expensive step of all.
  return {
    index,
    residentId: residentIdOf(index),
    householdId: household.isRegistered ? FIRST_HOUSEHOLD_ID + headIndex : null,
    headIndex,
    householdSize: household.size,
    need,
    village,
    name,
    sex,
    birth,
    age,
    idNumber,
    phone: phoneOf(new Random(world.seed, "contacts", index), age),
    address,
    livelihood: work.livelihood,
    firstPaidOn: work.firstPaidOn,
    pensionStartsOn: work.pensionStartsOn,
    isPaused: work.isPaused,
    story: null,
  };
}
