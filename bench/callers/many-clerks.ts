import type { Question } from "../questions.ts";
import { townshipOf } from "../questions.ts";
import { askOf, type AskSource, purposeOf, renewed } from "./ask-source.ts";
import type { Issuer } from "./issuer.ts";
import { findResidents, type Resident } from "./residents.ts";

const PROVINCE = "32";
const RESIDENTS_PER_COUNTY = 3;

/**
 * A clerk in every county, each asking for residents of the own township: no two of them see the same rows, so
 * the hub cannot join their reads. This is what a province's morning looks like.
 */
export async function manyClerks(
  issuer: Issuer,
  hubUrl: string,
  question: Question,
  onePurpose: boolean,
): Promise<AskSource> {
  const everywhere = await issuer.tokenFor("bench", PROVINCE);
  const residents: Resident[] = [];
  for (const city of cities()) {
    const found = await Promise.all(
      countiesOf(city).map((county) => findResidents(hubUrl, everywhere, county, RESIDENTS_PER_COUNTY)),
    );
    residents.push(...found.flat());
  }
  return renewed(() =>
    Promise.all(
      question.variablesOf(residents).map(async ({ of, variables }, look) => {
        const township = townshipOf(of);
        const token = await issuer.tokenFor(`clerk-${township}`, township);
        return askOf(question, variables, token, purposeOf(look, onePurpose));
      }),
    ),
  );
}

/** The codes a prefecture-level city can have (GB/T 2260); those that are none have no residents. */
function cities(): string[] {
  return Array.from({ length: 13 }, (_, at) => PROVINCE + String(at + 1).padStart(2, "0"));
}

function countiesOf(city: string): string[] {
  const urban = Array.from({ length: 30 }, (_, at) => at + 1);
  const countyLevelCities = [81, 82, 83, 84, 85];
  return [...urban, ...countyLevelCities].map((number) => city + String(number).padStart(2, "0"));
}
