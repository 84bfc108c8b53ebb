import { sql } from "drizzle-orm";
import type { LoaderContext } from "../shared/loader.ts";
import { HubError } from "../shared/errors.ts";
import { countOneHand } from "../shared/one-hand.ts";
import { claimsAreSet, defineRead } from "../shared/read.ts";
import type { AccountRow } from "./loaders-columns.ts";
import type { RequestLoaders, RequestRow } from "./loaders-requests.ts";
import { makeActivationCode } from "./writes-codes.ts";
import { type AccountError, fault, faultsOfAccount, faultsOfRoles } from "./writes-rows.ts";
import { faultsOfTouching } from "./writes.ts";

const text = (name: string) => sql`${sql.placeholder(name)}::text`;

type Outcome = "done" | "none" | "decided" | "lapsed" | "own" | "related";

const decide = defineRead(
  { outcome: sql<Outcome>`done.outcome` },
  sql`from accounts.decide_request(${text("actor")}, ${sql.placeholder("id")}::uuid, ${text("granted")}::boolean,
    ${text("hashes")}::jsonb) as done(outcome) where ${claimsAreSet}`,
);

interface Decided {
  readonly accounts: readonly AccountRow[];
  readonly activationCodes: readonly { readonly username: string; readonly code: string }[];
  readonly errors: readonly AccountError[];
}

/** What a second administrator decides of what another asked for (docs/adr/0056). */
export function createDecisions(context: LoaderContext, requests: RequestLoaders) {
  const { database, viewer } = context;

  const settle = async (id: string, granted: boolean, hashes: Readonly<Record<string, string>>) => {
    const values = { actor: viewer.id, id, granted: String(granted), hashes: JSON.stringify(hashes) };
    const [made] = await database.write(viewer, decide, values);
    return errorOf(made?.outcome ?? "none");
  };

  return {
    /** Makes the change, and gives the codes that come of it to the viewer alone. */
    async approve(id: string): Promise<Decided> {
      const [request, about] = await Promise.all([requests.requestById.load(id), requests.accountsOfRequest.load(id)]);
      if (request === null) return refusedWith(errorOf("none"));
      const faults = about.flatMap((account) => faultsOfApproving(account, request, context));
      if (faults.length > 0) return refusedWith(...faults);
      const isCoded = request.kind === "CREATE" || request.kind === "CODE";
      const codes = (isCoded ? about : []).map(({ id: of, username }) => ({ of, username, ...makeActivationCode() }));
      const error = await settle(id, true, Object.fromEntries(codes.map(({ of, hash }) => [of, hash])));
      if (error !== null) return refusedWith(error);
      const accounts = await requests.accountsOfRequest.clear(id).load(id);
      return { accounts, activationCodes: codes.map(({ username, code }) => ({ username, code })), errors: [] };
    },
    /** Ends a request without a change; who asked may take it back so. */
    async reject(id: string): Promise<{ errors: readonly AccountError[] }> {
      const request = await requests.requestById.load(id);
      const error = request === null ? errorOf("none") : await settle(id, false, {});
      return { errors: error === null ? [] : [error] };
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

function refusedWith(...errors: (AccountError | null)[]): Decided {
  return { accounts: [], activationCodes: [], errors: errors.filter((error) => error !== null) };
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
