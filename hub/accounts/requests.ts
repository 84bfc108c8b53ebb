import { makeActivationCode } from "../../subgraphs/index.ts";
import { OperatorError } from "../operator-error.ts";
import type { Statements } from "../sign-in/account-statements.ts";
import { HOST } from "./enter-act.ts";

/** A change of accounts that waits for a second person. */
export interface OpenRequest {
  readonly id: string;
  readonly kind: "CREATE" | "CODE" | "ROLES" | "REOPEN";
  readonly roles: readonly string[] | null;
  readonly areas: readonly string[];
  readonly askedBy: string;
  readonly askedAt: string;
  readonly accounts: readonly { readonly id: string; readonly username: string; readonly roles: readonly string[] }[];
}

const OPEN_REQUESTS = `
  select r.request_id::text as id, r.kind, to_json(r.roles) as roles, to_json(r.areas) as areas,
    coalesce((select a.username from accounts.accounts a where a.account_id::text = r.asked_by), r.asked_by) as "askedBy",
    to_char(r.asked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "askedAt",
    (select coalesce(json_agg(json_build_object('id', a.account_id::text, 'username', a.username, 'roles', a.roles)
      order by a.account_id), '[]') from accounts.accounts a
      where a.request_id = r.request_id or a.account_id = r.account_id) as accounts
  from accounts.account_requests r where r.decided_at is null`;

export function openRequests(statements: Statements): Promise<OpenRequest[]> {
  return statements.read<OpenRequest>(`${OPEN_REQUESTS} order by r.position`);
}

export async function findRequest(statements: Statements, id: string): Promise<OpenRequest> {
  const isForm = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(id);
  const [found] = isForm ? await statements.read<OpenRequest>(`${OPEN_REQUESTS} and r.request_id = $1::uuid`, id) : [];
  if (found === undefined)
    throw new OperatorError(`No request ${id} waits: hub accounts requests lists those that do.`);
  return found;
}

/** Decides as the second person, and gives the codes that come of it. */
export async function decideRequest(statements: Statements, request: OpenRequest, isGranted: boolean) {
  const isCoded = isGranted && (request.kind === "CREATE" || request.kind === "CODE");
  const codes = (isCoded ? request.accounts : []).map(({ id, username }) => ({
    id,
    username,
    ...makeActivationCode(),
  }));
  const [made] = await statements.write<{ outcome: string }>(
    "select accounts.decide_request($1, $2::uuid, $3::text::boolean, $4::text::jsonb) as outcome",
    HOST,
    request.id,
    String(isGranted),
    JSON.stringify(Object.fromEntries(codes.map(({ id, hash }) => [id, hash]))),
  );
  if (made?.outcome === "lapsed")
    throw new OperatorError("The request is older than 14 days: have it asked for again.");
  if (made?.outcome !== "done") throw new OperatorError("Somebody has decided this request meanwhile.");
  return codes.map(({ username, code }) => ({ username, activationCode: code }));
}
