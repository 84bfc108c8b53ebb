import { sql } from "drizzle-orm";
import { change } from "../shared/change-once.ts";
import { defineFailures } from "../shared/expected-failure.ts";
import type { LoaderContext } from "../shared/loader.ts";
import { countOneHand } from "../shared/one-hand.ts";
import { isRequestId } from "../shared/purpose.ts";
import { isSentence } from "../shared/sentence.ts";
import { claimsAreSet, defineRead } from "../shared/read.ts";
import type { Viewer } from "../shared/viewer.ts";
import { emergencyRules } from "./tables.ts";

type Outcome = "confirmed" | "third" | "again" | "own" | "taken" | "lapsed" | "related" | "none";

// Whether there is such a person is not the account's to see, and two persons open what one must not: both are functions.
const requestOne = defineRead(
  { id: sql<string | null>`made.id` },
  sql`from population.request_emergency_of(${sql.placeholder("account")}::text, ${sql.placeholder("area")}::text,
    ${sql.placeholder("idNumber")}::text, ${sql.placeholder("reason")}::text,
    ${sql.placeholder("makers")}::text[]) as made(id) where ${claimsAreSet}`,
);

const confirmOne = defineRead(
  { outcome: sql<Outcome>`done.outcome` },
  sql`from population.confirm_emergency_of(${sql.placeholder("account")}::text, ${sql.placeholder("id")}::uuid,
    ${sql.placeholder("makers")}::text[]) as done(outcome) where ${claimsAreSet}`,
);

const mostOpen = defineRead(
  { value: emergencyRules.value },
  sql`from ${emergencyRules} where ${emergencyRules.name} = 'most_open' and ${claimsAreSet}`,
);

/** Why an emergency access was not asked for or confirmed; the codes of `EmergencyAccessErrorCode`. */
const failure = defineFailures({
  NOT_FOUND: null,
  INVALID_REASON: "BAD_USER_INPUT",
  NO_AREA: "BAD_USER_INPUT",
  UNDER_EMERGENCY: "BAD_USER_INPUT",
  TOO_MANY_OPEN: "RATE_LIMITED",
  OWN_REQUEST: "CONFLICT",
  ONE_HAND: "CONFLICT",
  CONFIRMED_BY_YOU: "CONFLICT",
  ALREADY_CONFIRMED: "CONFLICT",
  LAPSED: "CONFLICT",
});

export interface RequestEmergencyInput {
  readonly key?: string | null;
  readonly idNumber: string;
  readonly reason: string;
}

export interface ConfirmEmergencyInput {
  readonly key?: string | null;
  readonly id: string;
}

/** Enters a request and gives its id, whether or not there is a resident with the number. */
export async function requestEmergency(
  context: LoaderContext,
  { key, ...content }: RequestEmergencyInput,
): Promise<string> {
  const { viewer } = context;
  requireOwnAreas(viewer);
  const { idNumber } = content;
  const reason = content.reason.trim();
  const [area] = viewer.areas;
  if (!isSentence(reason)) {
    const message = "input.reason must be a sentence of 10 to 200 characters on one line.";
    throw failure("INVALID_REASON", message, "reason");
  }
  if (area === undefined) {
    throw failure("NO_AREA", "No account could confirm the request of one that has no area.");
  }
  const values = { area, idNumber, reason, makers: viewer.makers };
  const { id } = await change(context, { key, mutation: "requestEmergencyAccess", content }, async (transaction) => {
    const [made] = await transaction.run(requestOne, values);
    if (made?.id != null) return { id: made.id };
    const [rule] = await transaction.run(mostOpen, {});
    throw failure("TOO_MANY_OPEN", `An account has ${rule?.value} emergency requests open at most: let one end first.`);
  });
  return id;
}

/** Confirms another account's request, or is the first of two to, and gives its id. */
export async function confirmEmergency(context: LoaderContext, { key, id }: ConfirmEmergencyInput): Promise<string> {
  const { viewer } = context;
  if (!isRequestId(id)) throw noRequest();
  requireOwnAreas(viewer);
  await change(context, { key, mutation: "confirmEmergencyAccess", content: { id } }, async (transaction) => {
    const [done] = await transaction.run(confirmOne, { id, makers: viewer.makers });
    requireConfirmed(done?.outcome ?? "none");
    return { id };
  });
  return id;
}

function requireConfirmed(outcome: Outcome): void {
  switch (outcome) {
    case "confirmed":
    case "third":
      return;
    case "again":
      throw failure("CONFIRMED_BY_YOU", "You have confirmed it: a third account has to confirm it as well.", "id");
    case "own":
      throw failure("OWN_REQUEST", "You cannot confirm your own request: ask another account.", "id");
    case "taken":
      throw failure("ALREADY_CONFIRMED", "The request has been confirmed already.", "id");
    case "related":
      countOneHand("confirm-emergency");
      throw failure(
        "ONE_HAND",
        "For 30 days two accounts that one administrator made do not count as two persons: ask another account.",
        "id",
      );
    case "lapsed":
      throw failure("LAPSED", "The request has lapsed: it takes a new one.", "id");
    default:
      throw noRequest();
  }
}

const noRequest = () => failure("NOT_FOUND", "There is no such request, or none you may see.", "id");

/** While an emergency access is open its viewer has one resident in sight and no area, so there is nothing to write in. */
function requireOwnAreas({ emergencyResidentId }: Viewer): void {
  if (emergencyResidentId === null) return;
  throw failure("UNDER_EMERGENCY", "Under the purpose of an emergency nothing is changed: send another x-purpose.");
}
