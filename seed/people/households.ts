import { at, type Random, weighted } from "../draw/random.ts";
import type { Sex } from "./person.ts";

export interface MemberDraft {
  age: number;
  sex: Sex;
  /** Takes the surname of the household's head. */
  hasHeadsName: boolean;
}

export interface HouseholdDraft {
  isRegistered: boolean;
  isElderlyAlone: boolean;
  members: readonly MemberDraft[];
}

type Compose = (random: Random) => MemberDraft[];

// Kinds of household with their shares in a street and in a town, fitted to the shape of Jiangsu's census of 2020:
// about 15 % under 15, 22 % from 60, 3 % from 80.
const KINDS: readonly {
  compose: Compose;
  urban: number;
  rural: number;
  isRegistered?: false;
  isElderlyAlone?: true;
}[] = [
  { compose: oneAdult, urban: 15, rural: 9 },
  { compose: oneAdult, urban: 3, rural: 1, isRegistered: false },
  { compose: oneElder, urban: 10, rural: 13, isElderlyAlone: true },
  { compose: youngCouple, urban: 10, rural: 8 },
  { compose: elderlyCouple, urban: 13, rural: 15 },
  { compose: (random) => coupleWithChildren(random, 1), urban: 18, rural: 10 },
  { compose: (random) => coupleWithChildren(random, 2), urban: 7, rural: 8 },
  { compose: threeGenerations, urban: 6, rural: 12 },
  { compose: parentsWithGrownChild, urban: 15, rural: 21 },
  { compose: oneParent, urban: 3, rural: 3 },
];

const pickKind = {
  URBAN: weighted(KINDS.map((kind) => [kind, kind.urban] as const)),
  RURAL: weighted(KINDS.map((kind) => [kind, kind.rural] as const)),
};

/** A household of at most `room` members, eldest generation last so that a cut leaves a household behind. */
export function draftHousehold(random: Random, style: "URBAN" | "RURAL", room: number): HouseholdDraft {
  const kind = pickKind[style](random);
  return {
    isRegistered: kind.isRegistered ?? true,
    isElderlyAlone: kind.isElderlyAlone ?? false,
    members: kind.compose(random).slice(0, room),
  };
}

const pickElderBand = weighted([
  [60, 27],
  [65, 25],
  [70, 20],
  [75, 12],
  [80, 8.5],
  [85, 4.8],
  [90, 1.9],
  [95, 0.5],
  [100, 0.08],
]);

function elderAge(random: Random): number {
  return pickElderBand(random) + random.between(0, 4);
}

function member(age: number, sex: Sex, hasHeadsName = false): MemberDraft {
  return { age, sex, hasHeadsName };
}

function anySex(random: Random, male: number): Sex {
  return random.isTrue(male) ? 1 : 2;
}

function couple(random: Random, wifeAge: number): MemberDraft[] {
  return [member(Math.max(wifeAge + random.between(-2, 5), 22), 1), member(wifeAge, 2)];
}

function oneAdult(random: Random): MemberDraft[] {
  // Who lives alone is mostly young.
  const age = Math.min(random.between(19, 55), random.between(19, 55));
  return [member(age, anySex(random, 0.58))];
}

function oneElder(random: Random): MemberDraft[] {
  // The very old live alone more often, and more of them are women.
  const age = Math.max(elderAge(random), elderAge(random));
  return [member(age, anySex(random, age < 70 ? 0.45 : 0.3))];
}

function youngCouple(random: Random): MemberDraft[] {
  return couple(random, random.between(22, 57));
}

function elderlyCouple(random: Random): MemberDraft[] {
  const age = elderAge(random);
  return [member(age, 1), member(Math.max(age - random.between(-1, 5), 57), 2)];
}

function coupleWithChildren(random: Random, children: number): MemberDraft[] {
  // Births have fallen: children of school age are more common than small ones.
  const eldest = Math.max(random.between(0, 17), random.between(-6, 17));
  const ages = children === 1 ? [eldest] : [eldest, Math.max(0, eldest - random.between(1, 7))];
  const parents = couple(random, eldest + random.between(23, 33));
  return [...parents, ...ages.map((age) => member(age, anySex(random, 0.52), true))];
}

function threeGenerations(random: Random): MemberDraft[] {
  const family = coupleWithChildren(random, random.isTrue(0.4) ? 2 : 1);
  const elder = at(family, 0).age + random.between(23, 33);
  const grandparents = [member(elder + random.between(0, 4), 1, true), member(elder, 2)];
  return [...family, ...(random.isTrue(0.45) ? grandparents : [random.pick(grandparents)])];
}

function parentsWithGrownChild(random: Random): MemberDraft[] {
  const child = Math.min(random.between(18, 38), random.between(18, 38));
  return [...couple(random, child + random.between(22, 30)), member(child, anySex(random, 0.6), true)];
}

function oneParent(random: Random): MemberDraft[] {
  const child = random.between(1, 20);
  return [member(child + random.between(23, 36), anySex(random, 0.3)), member(child, anySex(random, 0.52), true)];
}
