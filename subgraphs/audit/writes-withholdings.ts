import { sql } from "drizzle-orm";
import { change } from "../shared/change-once.ts";
import { HubError } from "../shared/errors.ts";
import { defineFailures } from "../shared/expected-failure.ts";
import type { LoaderContext } from "../shared/loader.ts";
import { holdsPersonalNumber } from "../shared/personal-number.ts";
import { readPurpose, writePurpose } from "../shared/purpose.ts";
import { claimsAreSet, defineRead, defineWrite } from "../shared/read.ts";
import { isSentence } from "../shared/sentence.ts";
import { loadWithholding } from "./loaders-withholdings.ts";
import { withholdingOrders } from "./tables.ts";

export interface OrderWithholdingInput {
  readonly key?: string | null;
  readonly purpose: string;
  readonly untilAt: string;
  readonly reason: string;
}

export interface WithholdingStepInput {
  readonly key?: string | null;
  readonly id: string;
}

export type WithholdingStep = "CONFIRMED" | "ENDED";

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Why an order was not made, confirmed or ended; the codes of `WithholdingErrorCode`. */
const failure = defineFailures({
  NOT_FOUND: null,
  INVALID_PURPOSE: "BAD_USER_INPUT",
  ITEM_PURPOSE: "BAD_USER_INPUT",
  INVALID_REASON: "BAD_USER_INPUT",
  HOLDS_NUMBER: "BAD_USER_INPUT",
  INVALID_END: "BAD_USER_INPUT",
  OWN_ORDER: "CONFLICT",
  ALREADY_CONFIRMED: "CONFLICT",
  ENDED: "CONFLICT",
  OVER: "CONFLICT",
});

type StepOutcome = "done" | "own" | "taken" | "ended" | "over" | "none";

// An order is one row more: nothing is changed, so that the log of orders is as complete as that of looks.
const orderOne = defineWrite(
  { id: withholdingOrders.orderId },
  sql`insert into ${withholdingOrders} (purpose, areas, withheld_until, reason, ordered_by)
    values (${sql.placeholder("purpose")}::text, ${sql.placeholder("areas")}::text[],
      ${sql.placeholder("untilAt")}::timestamptz, ${sql.placeholder("reason")}::text, ${sql.placeholder("account")}::text)`,
);

// Whether two persons gave an order is for the database to say.
const takeStep = defineRead(
  { outcome: sql<StepOutcome>`made.outcome` },
  sql`from audit.take_withholding_step(${sql.placeholder("id")}::uuid, ${sql.placeholder("step")}::text,
    ${sql.placeholder("account")}::text) as made(outcome) where ${claimsAreSet}`,
);

/** Enters an order for looks by viewers of the own areas. It counts once another auditor has confirmed it. */
export async function orderWithholding(context: LoaderContext, { key, ...content }: OrderWithholdingInput) {
  const { viewer } = context;
  const { purpose, untilAt, reason } = content;
  const read = readPurpose(purpose);
  if (read === null) {
    const message = "purpose must be one that a look can have, such as case:320100-2026-17.";
    throw failure("INVALID_PURPOSE", message, "purpose");
  }
  if (read.kind === "item") {
    const message = "An item is everybody's purpose: name the case, the duty or the emergency.";
    throw failure("ITEM_PURPOSE", message, "purpose");
  }
  if (!isSentence(reason.trim())) {
    const message = "reason must be a sentence of 10 to 200 characters on one line: name the order behind it.";
    throw failure("INVALID_REASON", message, "reason");
  }
  if (holdsPersonalNumber(reason)) {
    throw failure("HOLDS_NUMBER", "reason must not hold anybody's identity or telephone number.", "reason");
  }
  const until = Date.parse(untilAt);
  const latest = new Date();
  latest.setFullYear(latest.getFullYear() + 1);
  if (until <= Date.now() || until > latest.getTime()) {
    throw failure("INVALID_END", "untilAt must be to come, and at most a year off.", "untilAt");
  }
  if (viewer.areas.length === 0) throw new HubError("UNAUTHORIZED_FIELD_OR_TYPE");
  // As looks carry it: in the words the header is read to.
  const values = { purpose: writePurpose(read), untilAt, reason: reason.trim() };
  const made = await change(context, { key, mutation: "orderWithholding", content }, async (transaction) => {
    const [order] = await transaction.run(orderOne, values);
    if (order === undefined) throw noOrder();
    return order;
  });
  return loadWithholding(context, made.id);
}

/** Confirms an order of another auditor, or ends one. */
export async function takeWithholdingStep(
  context: LoaderContext,
  { key, id }: WithholdingStepInput,
  step: WithholdingStep,
) {
  if (!UUID.test(id)) throw noOrder();
  await change(context, { key, mutation: "takeWithholdingStep", content: { id, step } }, async (transaction) => {
    const [made] = await transaction.run(takeStep, { id, step });
    requireDone(made?.outcome ?? "none");
    return { id };
  });
  return loadWithholding(context, id);
}

function requireDone(outcome: StepOutcome): void {
  switch (outcome) {
    case "done":
      return;
    case "own":
      throw failure("OWN_ORDER", "You cannot confirm your own order: ask another auditor.", "id");
    case "taken":
      throw failure("ALREADY_CONFIRMED", "The order has been confirmed already.", "id");
    case "ended":
      throw failure("ENDED", "The order has been ended: it takes a new one.", "id");
    case "over":
      throw failure("OVER", "The order's time is over: it takes a new one.", "id");
    default:
      throw noOrder();
  }
}

const noOrder = () => failure("NOT_FOUND", "There is no such order, or none you may see.", "id");
