import { addAccounts, findAccounts, newAccount, openOperator } from "../../../hub/accounts/account-operator.ts";
import { enterAct } from "../../../hub/accounts/enter-act.ts";
import { decideRequest, findRequest, openRequests } from "../../../hub/accounts/requests.ts";
import { loadConfig } from "../../../hub/config/load-config.ts";
import { openInstallation } from "../../../hub/installation.ts";
import { loadRoles } from "../../../hub/load-roles.ts";
import { OperatorError } from "../../../hub/operator-error.ts";
import type { Statements } from "../../../hub/sign-in/account-statements.ts";
import { type AccountInput, faultsOfAccount, makeActivationCode, withStoredAreas } from "../../../subgraphs/index.ts";

export interface JsonOption {
  json?: boolean;
}

export interface InviteOptions extends JsonOption {
  name?: string;
  role: string[];
  area: string[];
  department?: string;
}

export interface CertificateOptions extends JsonOption {
  course: string;
  from: string;
  until: string;
}

/** Makes an account that takes a password with the code printed. */
export async function invite(username: string, { name, role, area, department, json }: InviteOptions): Promise<void> {
  const row: AccountInput = withStoredAreas({
    username,
    displayName: name ?? username,
    roles: role,
    areas: area,
    department: department ?? null,
  });
  const faults = faultsOfAccount(row, null, loadRoles());
  if (faults.length > 0) throw new OperatorError(faults.map(({ message }) => message).join("\n"));
  const wanted = newAccount(row);
  const made = await operate(async (statements, enter) => {
    await enter("invite", row.areas[0]);
    return addAccounts(statements, [wanted]);
  });
  if (made.size === 0) {
    throw new OperatorError(`There is an account ${username} already: hub accounts code gives it a new code.`);
  }
  tellCode(username, wanted.code, json);
}

/** Prints a new code; those before open nothing from then on. */
export async function issueCode(username: string, { json }: JsonOption): Promise<void> {
  const { code, hash } = makeActivationCode();
  await operate(async (statements, enter) => {
    const { id, isActive, isApproved, areas } = await find(statements, username);
    if (!isActive) throw new OperatorError(`${username} is closed: hub accounts reopen opens it again.`);
    if (!isApproved)
      throw new OperatorError(`${username} waits to be approved: hub accounts requests lists what does.`);
    await enter("code", areas[0]);
    await statements.write(
      "insert into accounts.activation_codes (account_id, code_hash) values ($1::bigint, $2)",
      id,
      hash,
    );
  });
  tellCode(username, code, json);
}

/** Ends the account's sessions and tokens, or lets its holder sign in again: the way back for accounts no other may open. */
export async function setActive(username: string, isActive: boolean, { json }: JsonOption): Promise<void> {
  await operate(async (statements, enter) => {
    const { id, areas } = await find(statements, username);
    await enter(isActive ? "reopen" : "close", areas[0]);
    await statements.write(
      "update accounts.accounts set is_active = $2::text::boolean where account_id = $1::bigint",
      id,
      String(isActive),
    );
  });
  tell({ username, isActive }, `${username} is ${isActive ? "open" : "closed"}.`, json);
}

/** Enters that the account's holder passed a course. */
export async function certify(username: string, { course, from, until, json }: CertificateOptions): Promise<void> {
  const isDay = (text: string) => {
    const day = new Date(text);
    // 30 February is read as 2 March.
    return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
  };
  if (!isDay(from) || !isDay(until) || from > until) {
    throw new OperatorError("--from and --until are days, YYYY-MM-DD, and the second is no earlier than the first.");
  }
  const courses = new Set(loadRoles().names.flatMap((role) => loadRoles().certificateOf(role) ?? []));
  if (!courses.has(course)) {
    throw new OperatorError(`No role takes a certificate of ${course}: the courses are ${[...courses].join(", ")}.`);
  }
  await operate(async (statements, enter) => {
    const { id, areas } = await find(statements, username);
    await enter("certificate", areas[0]);
    await statements.write(
      `insert into accounts.certificates (account_id, course, valid_from, valid_until)
        values ($1::bigint, $2, $3::text::date, $4::text::date) on conflict do nothing`,
      id,
      course,
      from,
      until,
    );
  });
  const entered = { username, course, startsOn: from, endsOn: until };
  tell(entered, `${username} has a certificate of ${course} from ${from} to ${until}.`, json);
}

/** Lists what waits for a second person. */
export async function listRequests({ json }: JsonOption): Promise<void> {
  const requests = await operate((statements) => openRequests(statements));
  const lines = requests.map(({ id, kind, roles, askedBy, askedAt, accounts }) => {
    const names = accounts.map(({ username, roles: held }) => `${username} (${held.join(", ")})`);
    const shown = names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES), `${names.length} in all`] : names;
    const to = roles === null ? "" : ` -> ${roles.join(", ")}`;
    return `${id}  ${kind}  asked by ${askedBy} at ${askedAt}: ${shown.join("; ")}${to}`;
  });
  tell({ requests }, lines.length === 0 ? "Nothing waits." : lines.join("\n"), json);
}

/** Decides as the second person: the operator of the hub stands in until there are two administrators. */
export async function decide(id: string, isGranted: boolean, { json }: JsonOption): Promise<void> {
  const codes = await operate(async (statements, enter) => {
    const request = await findRequest(statements, id);
    await enter(isGranted ? "approve" : "reject", request.areas[0]);
    return decideRequest(statements, request, isGranted);
  });
  const lines = codes.map(({ username, activationCode }) => codeLine(username, activationCode));
  const told = isGranted ? ["The change is made.", ...lines] : ["The request has ended, and nothing was changed."];
  tell({ id, isGranted, activationCodes: codes }, told.join("\n"), json);
}

const MOST_NAMES = 5;

async function find(statements: Statements, username: string) {
  const found = (await findAccounts(statements, [username])).get(username);
  if (found === undefined) throw new OperatorError(`There is no account ${username}.`);
  return found;
}

type Enter = (act: string, area: string | undefined) => Promise<void>;

async function operate<Result>(work: (statements: Statements, enter: Enter) => Promise<Result>): Promise<Result> {
  const installation = await openInstallation(loadConfig(), ["accounts", "audit"]);
  const statements = openOperator(installation);
  try {
    return await work(statements, (act, area = "") => enterAct(installation, `hub accounts ${act}`, [area]));
  } finally {
    await statements.close();
    await installation.close();
  }
}

function tellCode(username: string, code: string, json: boolean | undefined): void {
  tell({ username, activationCode: code }, codeLine(username, code), json);
}

function codeLine(username: string, code: string): string {
  return `${username} takes a password with the code ${code}, once, within 14 days.`;
}

function tell(outcome: object, words: string, json = false): void {
  process.stdout.write(`${json ? JSON.stringify(outcome) : words}\n`);
}
