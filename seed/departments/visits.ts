import { type Random, weighted } from "../draw/random.ts";
import type { FindingFacts, FollowUpFacts, Person, VisitFacts, World } from "../people/person.ts";

const DAYS_OF_VISITS = 2 * 365;
const YEARS_OF_VISITS = 2;
export const MAX_VISITS = 24;

const pickFinding = weighted<FindingFacts["kind"]>([
  ["HEALTH", 30],
  ["CARE", 16],
  ["LIVELIHOOD", 16],
  ["HOUSING", 18],
  ["ENTITLEMENT", 12],
  ["OTHER", 8],
]);
const pickSeverity = weighted<FindingFacts["severity"]>([
  ["NOTED", 72],
  ["SERIOUS", 24],
  ["URGENT", 4],
]);
const pickKind = weighted<VisitFacts["kind"]>([
  ["ROUTINE", 78],
  ["RETURN", 14],
  ["REFERRED", 8],
]);

interface Matter {
  notes: readonly string[];
  task: FollowUpFacts["kind"];
  results: readonly string[];
}

const MATTERS: Readonly<Record<FindingFacts["kind"], Matter>> = {
  HEALTH: {
    notes: ["血压偏高，自述头晕。", "慢性病用药断续。", "行走不便，近期摔过一次。"],
    task: "HEALTH_REFERRAL",
    results: ["已由家庭医生上门。", "已陪同到卫生院就诊。"],
  },
  CARE: {
    notes: ["子女长期在外，三餐不规律。", "夜间无人照看。"],
    task: "VISIT_AGAIN",
    results: ["已联系子女，约定每周回家。", "已纳入助餐名单。"],
  },
  LIVELIHOOD: {
    notes: ["收入减少，生活较紧。", "家中有人失业。"],
    task: "ASSISTANCE_RECHECK",
    results: ["已转民政复核。", "复核后维持原状。"],
  },
  HOUSING: {
    notes: ["电线老化。", "屋面渗水。", "燃气软管到期。"],
    task: "REPAIR",
    results: ["已维修。", "已更换。"],
  },
  ENTITLEMENT: {
    notes: ["符合条件，尚未申请。", "不了解相关政策。"],
    task: "HELP_TO_APPLY",
    results: ["已协助提交申请。"],
  },
  OTHER: { notes: ["反映门前路灯不亮。", "希望参加社区活动。"], task: "OTHER", results: ["已处理。"] },
};

/** Days to do a task in, and how often a finding makes one. */
const BY_SEVERITY = {
  NOTED: { dueAfter: 30, share: 0.2 },
  SERIOUS: { dueAfter: 14, share: 0.85 },
  URGENT: { dueAfter: 2, share: 1 },
} as const;

/** Visits of the last two years, newest first: seldom to most people, often to old people alone and to the poor. */
export function drawVisits(random: Random, person: Person, world: World): VisitFacts[] {
  // Exponential: a few of a group are visited very often, for reasons that no other department knows.
  const wanted = Math.floor(-Math.log(1 - random.fraction()) * expectedVisits(person) * YEARS_OF_VISITS);
  const longestAgo = Math.min(DAYS_OF_VISITS, world.today - person.birth);
  if (longestAgo < 1) return [];
  const days = Array.from({ length: Math.min(MAX_VISITS, wanted) }, () => random.between(1, longestAgo));
  return days.sort((one, other) => one - other).map((daysAgo) => drawVisit(random, person, daysAgo));
}

/** Visits in a year, on average. */
function expectedVisits(person: Person): number {
  const { age, need } = person;
  const ofAge = age >= 80 ? 1.5 : age >= 65 ? 0.5 : 0.08;
  return ofAge + (isAloneAndOld(person) ? 4 : 0) + (need === "NONE" ? 0 : 3);
}

function isAloneAndOld({ age, householdSize }: Person): boolean {
  return age >= 65 && householdSize === 1;
}

function drawVisit(random: Random, person: Person, daysAgo: number): VisitFacts {
  const visitor = random.isTrue(0.85) ? "GRID_WORKER" : "VILLAGE_WORKER";
  const kind = isAloneAndOld(person) && random.isTrue(0.8) ? "CARE" : pickKind(random);
  const isMet = random.isTrue(0.9);
  const count =
    isMet && random.isTrue(person.age >= 65 || person.need !== "NONE" ? 0.3 : 0.12) ? random.between(1, 2) : 0;
  const findings = Array.from({ length: count }, () => drawFinding(random));
  return {
    daysAgo,
    visitor,
    kind,
    outcome: count > 0 ? "FINDINGS" : isMet ? "NOTHING_FOUND" : "NOT_MET",
    note: isMet ? null : "家中无人，已留联系卡。",
    findings,
    followUps: findings.flatMap((finding) => drawFollowUp(random, finding, daysAgo)),
  };
}

function drawFinding(random: Random): FindingFacts {
  const kind = pickFinding(random);
  return { kind, severity: pickSeverity(random), note: random.pick(MATTERS[kind].notes) };
}

function drawFollowUp(random: Random, { kind, severity }: FindingFacts, daysAgo: number): FollowUpFacts[] {
  const { dueAfter, share } = BY_SEVERITY[severity];
  const [isWanted, isDone, isLate] = [random.isTrue(share), random.isTrue(0.95), random.isTrue(0.1)];
  const days = isLate ? dueAfter + random.between(1, 10) : random.between(0, dueAfter);
  const { task, results } = MATTERS[kind];
  const result = random.pick(results);
  if (!isWanted) return [];
  const doneAfter = isDone && days < daysAgo ? days : null;
  return [{ kind: task, dueAfter, doneAfter, note: null, result: doneAfter === null ? null : result }];
}
