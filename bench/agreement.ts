import { isDeepStrictEqual } from "node:util";
import { type Answer, type Ask, ask, type SizedAnswer } from "./ask.ts";
import type { Question } from "./questions.ts";

/** What the hub answers, by ask. */
export type Expected = readonly Answer[];

/** Collects the hub's answers and makes sure that each department has given something to some of them. */
export async function expectedOf(
  url: string,
  asks: readonly Ask[],
  question: Pick<Question, "peopleIn" | "parts">,
): Promise<Expected> {
  const answers = await askAll(url, asks);
  const [failed] = answers.filter(({ data, errors }) => errors !== undefined || question.peopleIn(data).length === 0);
  if (failed !== undefined) throw new Error(`The hub does not answer: ${JSON.stringify(failed)}`);
  const residents = answers.flatMap(({ data }) => question.peopleIn(data));
  const empty = question.parts.filter((part) => residents.every((resident) => resident[part] == null));
  if (empty.length > 0) throw new Error(`Nobody in the answers has ${empty.join(", ")}: seed more residents.`);
  return answers;
}

/** The sizes of a contestant's answers. Throws when one of them holds other data than the hub's. */
export async function sizesOf(
  url: string,
  asks: readonly Ask[],
  expected: Expected,
  isUnmasked: boolean,
): Promise<readonly number[]> {
  const same = isUnmasked ? withoutMasked : (data: Answer["data"]) => data;
  const answers = await askAll(url, asks);
  answers.forEach(({ data, errors }, at) => {
    if (errors === undefined && isDeepStrictEqual(same(data), same(expected[at]?.data))) return;
    const [given, wanted] = [JSON.stringify({ data, errors }), JSON.stringify(expected[at])];
    throw new Error(`other data than the hub's.\n  it answers  ${given}\n  the hub     ${wanted}`);
  });
  return answers.map(({ size }) => size);
}

/** The data without the one field of the question that the hub masks. */
function withoutMasked(data: Answer["data"]): unknown {
  const resident = data?.["resident"];
  return typeof resident === "object" ? { ...resident, idNumber: null } : resident;
}

// Few at a time: a contestant that has only just started is not to be measured by this.
const AT_ONCE = 8;

async function askAll(url: string, asks: readonly Ask[]): Promise<SizedAnswer[]> {
  const answers: SizedAnswer[] = [];
  for (let from = 0; from < asks.length; from += AT_ONCE) {
    const group = asks.slice(from, from + AT_ONCE);
    answers.push(...(await Promise.all(group.map((question) => ask(url, question)))));
  }
  return answers;
}
