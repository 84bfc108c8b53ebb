import { hubCommand, runToEnd } from "../child.ts";
import type { Home } from "../home.ts";
import type { Question } from "../questions.ts";
import { askOf, type AskSource, purposeOf, renewed } from "./ask-source.ts";
import { findResidents } from "./residents.ts";

/** Of 320105006. */
const CLERK = "wangjia";
const MOST_RESIDENTS = 300;

/** The demo clerk asks for the residents of the own township. */
export async function oneClerk(
  home: Home,
  hubUrl: string,
  question: Question,
  onePurpose: boolean,
): Promise<AskSource> {
  const token = renewed(() => printToken(home));
  const residents = await findResidents(hubUrl, await token(), null, MOST_RESIDENTS);
  return async () => {
    const valid = await token();
    return question
      .variablesOf(residents)
      .map(({ variables }, look) => askOf(question, variables, valid, purposeOf(look, onePurpose)));
  };
}

async function printToken(home: Home): Promise<string> {
  // Only a development hub prints tokens without a password.
  const environment = { NODE_ENV: "development" };
  return (await runToEnd(home, { name: "hub token", words: hubCommand("token", CLERK), environment })).trim();
}
