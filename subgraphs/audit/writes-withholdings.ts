import { sql } from "drizzle-orm";
import { HubError } from "../shared/errors.ts";
import type { LoaderContext } from "../shared/loader.ts";
import { holdsPersonalNumber } from "../shared/personal-number.ts";
import { readPurpose, writePurpose } from "../shared/purpose.ts";
import { claimsAreSet, defineRead } from "../shared/read.ts";
import { isSentence } from "../shared/sentence.ts";
import { loadWithholding } from "./loaders-withholdings.ts";

export interface WithholdLooksInput {
  readonly purpose: string;
  readonly untilAt: string;
  readonly reason: string;
}

export type WithholdingStep = "CONFIRMED" | "ENDED";

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

// An order is one row more: nothing is changed, so that the log of orders is as complete as that of looks.
const orderOne = defineRead(
  { id: sql<string>`made.id` },
  sql`from audit.order_withholding(${sql.placeholder("purpose")}::text, ${sql.placeholder("wanted")}::text[],
    ${sql.placeholder("untilAt")}::timestamptz, ${sql.placeholder("reason")}::text,
    ${sql.placeholder("orderedBy")}::text) as made(id) where ${claimsAreSet}`,
);

const takeStep = defineRead(
  { outcome: sql<"done" | "own" | "taken" | "ended" | "over" | "none">`made.outcome` },
  sql`from audit.take_withholding_step(${sql.placeholder("id")}::uuid, ${sql.placeholder("step")}::text,
    ${sql.placeholder("account")}::text) as made(outcome) where ${claimsAreSet}`,
);

/** Enters an order for looks by viewers of the own areas. It counts once another auditor has confirmed it. */
export async function withholdLooks(context: LoaderContext, { purpose, untilAt, reason }: WithholdLooksInput) {
  const { database, viewer } = context;
  const read = readPurpose(purpose);
  if (read === null) {
    throw new HubError("BAD_USER_INPUT", "purpose must be one that a look can have, such as case:320100-2026-17.");
  }
  if (read.kind === "item") {
    throw new HubError("BAD_USER_INPUT", "An item is everybody's purpose: name the case, the duty or the emergency.");
  }
  if (!isSentence(reason.trim())) {
    throw new HubError(
      "BAD_USER_INPUT",
      "reason must be a sentence of 10 to 200 characters on one line: name the order behind it.",
    );
  }
  if (holdsPersonalNumber(reason)) {
    throw new HubError("BAD_USER_INPUT", "reason must not hold anybody's identity or telephone number.");
  }
  const until = Date.parse(untilAt);
  const latest = new Date();
  latest.setFullYear(latest.getFullYear() + 1);
  if (until <= Date.now() || until > latest.getTime()) {
    throw new HubError("BAD_USER_INPUT", "untilAt must be to come, and at most a year off.");
  }
  if (viewer.areas.length === 0) throw new HubError("UNAUTHORIZED_FIELD_OR_TYPE");
  // As looks carry it: in the words the header is read to.
  const values = { purpose: writePurpose(read), untilAt, reason: reason.trim(), orderedBy: viewer.id };
  const [made] = await database.write(viewer, orderOne, { ...values, wanted: viewer.areas });
  return made === undefined ? null : loadWithholding(context, made.id);
}

/** Confirms an order of another auditor, or ends one. Null for an order that is not there for this viewer. */
export async function takeWithholdingStep(context: LoaderContext, id: string, step: WithholdingStep) {
  const { database, viewer } = context;
  if (!UUID.test(id)) return null;
  const [made] = await database.write(viewer, takeStep, { id, step, account: viewer.id });
  switch (made?.outcome) {
    case "done":
      return loadWithholding(context, id);
    case "own":
      throw new HubError("CONFLICT", "You cannot confirm your own order: ask another auditor.");
    case "taken":
      throw new HubError("CONFLICT", "The order has been confirmed already.");
    case "ended":
      throw new HubError("CONFLICT", "The order has been ended: it takes a new one.");
    case "over":
      throw new HubError("CONFLICT", "The order's time is over: it takes a new one.");
    default:
      return null;
  }
}
