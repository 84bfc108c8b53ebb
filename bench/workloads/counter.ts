import { expectedOf } from "../agreement.ts";
import type { AskSource } from "../callers/ask-source.ts";
import { type Issuer, openIssuer } from "../callers/issuer.ts";
import { manyClerks } from "../callers/many-clerks.ts";
import { oneClerk } from "../callers/one-clerk.ts";
import { type Checkout, readCheckouts } from "../checkouts.ts";
import { type Ground, openGround } from "../ground.ts";
import type { Home } from "../home.ts";
import { answersAtLeast, type Mark, spreadsAtMost, takesAtMost } from "../marks.ts";
import { findDatabase } from "../own-database.ts";
import { familiesOf } from "../processes.ts";
import { type QuestionName, questions } from "../questions.ts";
import { type CounterContestant, counterContestants } from "./counter-contestants.ts";
import type { Premises, Started, Workload } from "./workload.ts";

export interface CounterForm {
  readonly question: QuestionName;
  /** False where one clerk asks, whose reads the hub can join. */
  readonly manyClerks: boolean;
  readonly onePurpose: boolean;
}

const BESIDE = "PostgreSQL";

/** What counters ask all day, of the hub and of what could stand in its place, all on the same departments. */
export function counter(form: CounterForm): Workload {
  const contestants = counterContestants(readCheckouts())
    .filter(({ isForFlagship = false }) => form.question === "flagship" || !isForFlagship)
    .map((one) => ({ ...one, absence: absenceOf(one, form) }));
  return {
    title: titleOf(form),
    key: form.manyClerks ? form.question : `${form.question}_one_clerk`,
    what: `${questions[form.question].what}, ${callersOf(form)}`,
    note: NOTE,
    beside: { heading: `${BESIDE} µs`, key: "databaseTime" },
    contestants,
    marks: marksOf(form),
    hubBeside: (name) => (name.endsWith("over_http") || name.endsWith("fan_out") ? "hub_over_http" : "hub_in_process"),
    open: (premises) => open(form, contestants, premises),
  };
}

const NOTE = `The hub checks every field and row, masks, and enters each look in the access record before it answers. The hand-written
handlers verify the token, leave the rows to the same policies in the database, mask and enter the look as well. The other
gateways do none of it: the departments behind them check the caller's token, and nobody writes an access record.`;

function titleOf({ question, manyClerks: isMany }: CounterForm): string {
  const asked = question === "flagship" ? "One resident" : "A list of 20 residents";
  return `${asked}, ${isMany ? "a clerk of every county" : "one clerk"}`;
}

function callersOf({ onePurpose, manyClerks: isMany }: CounterForm): string {
  const callers = isMany ? "asked by a clerk of every county" : "asked by one clerk";
  return `${callers}, every look for ${onePurpose ? "the same purpose" : "a purpose of its own"}`;
}

function absenceOf({ checkout }: CounterContestant, form: CounterForm): string | null {
  if (checkout === undefined) return null;
  if (checkout.folder === null) return "HUB_BEFORE names no checkout of the hub.";
  return form.manyClerks ? null : "its tokens are its own, so one clerk cannot ask both.";
}

/** What speed is promised, of the form of the question that counts. */
function marksOf({ question, manyClerks: isMany }: CounterForm): Mark[] {
  if (!isMany) return [];
  if (question === "list") return [answersAtLeast("hub_in_process", 1.5, "hub_before")];
  return [
    answersAtLeast("hub_in_process", 1.4, "hub_before"),
    answersAtLeast("hub_in_process", 1, "hand_written"),
    answersAtLeast("hub_in_process", 4.5, "hive_gateway"),
    takesAtMost("hub_in_process", 0.7, "hub_before", BESIDE),
    answersAtLeast("hub_over_http", 1.4, "hub_before_over_http"),
    answersAtLeast("hub_in_process", 0.9, "hub_without_checks"),
    spreadsAtMost("hub_in_process", 2.5),
  ];
}

interface Trial {
  readonly ground: Ground;
  readonly asks: AskSource;
  readonly expected: Started["expected"];
  readonly databasePid: number;
}

async function open(
  form: CounterForm,
  contestants: readonly CounterContestant[],
  { residents, newHome, onClose, progress }: Premises,
): Promise<(name: string) => Promise<Started>> {
  const question = questions[form.question];
  const issuer = form.manyClerks ? await openIssuer() : null;
  if (issuer !== null) onClose(issuer.close);

  const openTrial = async (of: Checkout | null): Promise<Trial> => {
    const home = newHome(issuer?.environment);
    progress.step(
      `filling a database with ${residents} residents and starting the hub${of === null ? "" : ` ${of.what}`}`,
    );
    const ground = await openGround(home, issuer, residents, of?.folder ?? undefined);
    const asks = await openAsks(home, ground.hub.url, issuer, form);
    const expected = await expectedOf(ground.hub.url, await asks(), question);
    return { ground, asks, expected, databasePid: findDatabase(home.folder).pid };
  };
  const trials = new Map<Checkout | null, Promise<Trial>>();
  const trialOf = (checkout: Checkout | null) => {
    const trial = trials.get(checkout) ?? openTrial(checkout);
    trials.set(checkout, trial);
    return trial;
  };
  // Without a hub of this checkout there is nothing to compare with.
  await trialOf(null);

  return async (name) => {
    const contestant = contestants.find((one) => one.name === name);
    if (contestant === undefined) throw new Error(`There is no contestant ${name}.`);
    const { ground, asks, expected, databasePid } = await trialOf(contestant.checkout ?? null);
    return {
      servers: await contestant.start(ground),
      asks,
      expected,
      isUnmasked: contestant.isUnmasked === true,
      besidePids: () => familiesOf([databasePid]),
    };
  };
}

function openAsks(home: Home, hubUrl: string, issuer: Issuer | null, form: CounterForm): Promise<AskSource> {
  const question = questions[form.question];
  return issuer === null
    ? oneClerk(home, hubUrl, question, form.onePurpose)
    : manyClerks(issuer, hubUrl, question, form.onePurpose);
}
