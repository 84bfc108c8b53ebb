import { sql } from "drizzle-orm";
import { change } from "../shared/change-once.ts";
import { HubError } from "../shared/errors.ts";
import type { LoaderContext } from "../shared/loader.ts";
import { countOneHand } from "../shared/one-hand.ts";
import { isRequestId } from "../shared/purpose.ts";
import { claimsAreSet, defineRead } from "../shared/read.ts";
import type { Transaction } from "../shared/transaction.ts";
import type { AccountRow } from "./loaders-columns.ts";
import { accountsOfRequests, type RequestLoaders, type RequestRow, requestsById } from "./loaders-requests.ts";
import { makeActivationCode } from "./writes-codes.ts";
import { refusal } from "./writes-failures.ts";
import { type AccountError, fault, faultsOfAccount, faultsOfRoles } from "./writes-rows.ts";
import { faultsOfTouching } from "./writes.ts";

const text = (name: string) => sql`${sql.placeholder(name)}::text`;

type Outcome = "done" | "none" | "decided" | "lapsed" | "own" | "related";

const decide = defineRead(
  { outcome: sql<Outcome>`done.outcome` },
  sql`from accounts.decide_request(${text("account")}, ${sql.placeholder("id")}::uuid, ${text("granted")}::boolean,
    ${text("hashes")}::jsonb) as done(outcome) where ${claimsAreSet}`,
);

export interface DecisionInput {
  readonly key?: string | null;
  readonly id: string;
}

interface Decided {
  readonly accounts: readonly AccountRow[];
  readonly activationCodes: readonly { readonly username: string; readonly code: string }[];
}

/** What a second administrator decides of what another asked for (docs/adr/0056). */
export function createDecisions(context: LoaderContext, requests: RequestLoaders) {
  const find = async (transaction: Transaction, id: string): Promise<RequestRow> => {
    const values = { keys: [id], viewerId: context.viewer.id };
    const [request] = isRequestId(id) ? await transaction.run(requestsById, values) : [];
    if (request === undefined) throw refusedWith(errorOf("none"));
    return request;
  };
  const settle = async (
    transaction: Transaction,
    id: string,
    granted: boolean,
    hashes: Readonly<Record<string, string>> = {},
  ) => {
    const [made] = await transaction.run(decide, { id, granted: String(granted), hashes: JSON.stringify(hashes) });
    const error = errorOf(made?.outcome ?? "none");
    if (error !== null) throw refusedWith(error);
    return { id };
  };

  return {
    /** Makes the change, and gives the codes that come of it to the viewer alone, once: nothing keeps them. */
    async approve({ key, id }: DecisionInput): Promise<Decided> {
      let activationCodes: Decided["activationCodes"] = [];
      await change(context, { key, mutation: "approveAccountRequest", content: { id } }, async (transaction) => {
        const request = await find(transaction, id);
        const about = await transaction.run(accountsOfRequests, { keys: [id] });
        const faults = about.flatMap((account) => faultsOfApproving(account, request, context));
        if (faults.length > 0) throw refusedWith(...faults);
        const isCoded = request.kind === "CREATE" || request.kind === "CODE";
        const codes = (isCoded ? about : []).map(({ id: of, username }) => ({ of, username, ...makeActivationCode() }));
        activationCodes = codes.map(({ username, code }) => ({ username, code }));
        return settle(transaction, id, true, Object.fromEntries(codes.map(({ of, hash }) => [of, hash])));
      });
      return { accounts: await requests.accountsOfRequest.load(id), activationCodes };
    },
    /** Ends a request without a change; who asked may take it back so. */
    async reject({ key, id }: DecisionInput): Promise<object> {
      return change(context, { key, mutation: "rejectAccountRequest", content: { id } }, async (transaction) => {
        await find(transaction, id);
        return settle(transaction, id, false);
      });
    },
  };
}

/** What keeps the viewer from making this change, were it the viewer's own wish. */
function faultsOfApproving(account: AccountRow, request: RequestRow, context: LoaderContext): readonly AccountError[] {
  const { viewer, roles: rules } = context;
  if (request.kind === "CREATE") return faultsOfAccount(account, viewer, rules);
  const touching = faultsOfTouching(account, context);
  if (request.kind !== "ROLES") return touching;
  const roles = request.roles ?? [];
  const department = roles.some((role) => rules.isOfDepartment(role)) ? account.department : null;
  return [...touching, ...faultsOfRoles({ roles, areas: account.areas, department }, viewer, rules)];
}

function refusedWith(...errors: (AccountError | null)[]) {
  return refusal(
    errors.filter((error) => error !== null),
    { accounts: [], activationCodes: [] },
  );
}

function errorOf(outcome: Outcome): AccountError | null {
  switch (outcome) {
    case "done":
      return null;
    case "none":
      return fault("NOT_FOUND", "There is no such request.", "id");
    case "decided":
      return fault("REQUEST_DECIDED", "Somebody has decided this request already.", "id");
    case "lapsed":
      return fault("REQUEST_LAPSED", "The request is older than 14 days: it takes a new one.", "id");
    case "own":
      return fault("OWN_REQUEST", "You cannot approve your own request.", "id");
    case "related":
      countOneHand("approve-account-change");
      return fault(
        "ONE_HAND",
        "For 30 days you cannot approve a request of an account that made yours, or that you made.",
        "id",
      );
    default:
      throw new HubError("CONFLICT", "The request could not be decided.");
  }
}
