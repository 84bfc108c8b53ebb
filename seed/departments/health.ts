import { rows as described } from "../../subgraphs/health/rows.ts";
import { addYears, type Day, dayText, firstOfMonth, getDay } from "../draw/calendar.ts";
import { Random, weighted } from "../draw/random.ts";
import type { Person, SupportFacts, World } from "../people/person.ts";
import { addRow, madeUpColumns } from "./made-up-rows.ts";
import type { SeededDepartment } from "./seeded-department.ts";

/** Medical birth certificates have been issued since then. */
export const CERTIFICATES_BEGAN = getDay("1996-01-01");
const CERTIFICATE_SHARE = 0.97;
const LATEST_REGISTRATION_DAYS = 20;
/** DEMO DATA: no edition of the certificate has this letter, so no number can be a real person's. */
const CERTIFICATE_LETTER = "Z";

// Only children were certified until the end of 2015; their parents are paid for until the child has grown up.
const ONLY_CHILDREN_ENDED = getDay("2015-12-31");
const REWARD_BEGAN = getDay("2006-01-01");
const SPECIAL_SUPPORT_BEGAN = getDay("2008-01-01");
const REWARD_AGE = 60;
const SPECIAL_SUPPORT_AGE = 49;

/** Usual monthly amounts; each province sets its own. */
export const SUPPORT_MONTHLY_FEN: Readonly<Record<SupportFacts["kind"], number>> = {
  ONLY_CHILD_PARENT: 1_000,
  RURAL_REWARD: 8_000,
  LOSS_OF_CHILD: 59_000,
  DISABLED_CHILD: 46_000,
};

const pickStatus = weighted<SupportFacts["status"]>([
  ["GRANTED", 94],
  ["APPLIED", 3],
  ["ENDED", 3],
]);

export const health: SeededDepartment = {
  name: "health",
  tables: madeUpColumns(described),
  writePerson(person, world, rows) {
    const { village, birth, index } = person;
    const random = new Random(world.seed, "health", index);
    const registeredOn = Math.min(world.today, birth + random.between(1, LATEST_REGISTRATION_DAYS));
    const hasCertificate = random.isTrue(CERTIFICATE_SHARE);
    const institution = random.pick([
      `${village.cityName}妇幼保健院`,
      `${village.countyName}人民医院`,
      `${village.countyName}妇幼保健院`,
    ]);
    if (birth >= CERTIFICATES_BEGAN && hasCertificate) {
      const certificateNumber = CERTIFICATE_LETTER + String(900_000_000 + index);
      addRow(rows, described.birthRegistrations, person, world, {
        registeredOn: dayText(registeredOn),
        certificateNumber,
        institution,
      });
    }
    const support = person.story?.support === undefined ? drawSupport(random, person, world) : person.story.support;
    if (support === null) return;
    const { status, kind, startsOn, endsOn } = support;
    addRow(rows, described.supports, person, world, {
      status,
      kind,
      startsOn: startsOn === null ? null : dayText(startsOn),
      endsOn: endsOn === null ? null : dayText(endsOn),
      monthlyFen: status === "GRANTED" ? SUPPORT_MONTHLY_FEN[kind] : null,
    });
  },
};

function drawSupport(random: Random, person: Person, world: World): SupportFacts | null {
  const kind = drawKind(random, person);
  const status = pickStatus(random);
  if (kind === null) return null;
  const from = firstOfMonth(firstDayOf(kind, person.birth));
  if (from >= world.today || status === "APPLIED") return { status: "APPLIED", kind, startsOn: null, endsOn: null };
  const endsOn = status === "ENDED" ? random.between(from, world.today - 1) : null;
  return { status, kind, startsOn: from, endsOn };
}

function drawKind(random: Random, { age, householdSize, livelihood }: Person): SupportFacts["kind"] | null {
  const lot = random.fraction();
  if (age >= SPECIAL_SUPPORT_AGE && lot < 0.006) return lot < 0.003 ? "LOSS_OF_CHILD" : "DISABLED_CHILD";
  if (age >= REWARD_AGE && livelihood === "RETIRED_RURAL_URBAN") return lot < 0.25 ? "RURAL_REWARD" : null;
  return age >= 36 && age < SPECIAL_SUPPORT_AGE && householdSize === 3 && lot < 0.45 ? "ONLY_CHILD_PARENT" : null;
}

function firstDayOf(kind: SupportFacts["kind"], birth: Day): Day {
  if (kind === "ONLY_CHILD_PARENT") return Math.min(ONLY_CHILDREN_ENDED, addYears(birth, 30));
  if (kind === "RURAL_REWARD") return Math.max(REWARD_BEGAN, addYears(birth, REWARD_AGE));
  return Math.max(SPECIAL_SUPPORT_BEGAN, addYears(birth, SPECIAL_SUPPORT_AGE));
}
