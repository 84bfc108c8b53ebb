import { sql } from "drizzle-orm";
import { defineFailures } from "../shared/expected-failure.ts";
import type { Loader, LoaderContext } from "../shared/loader.ts";
import { countOneHand } from "../shared/one-hand.ts";
import { claimsAreSet, defineRead } from "../shared/read.ts";
import type { RoleRules } from "../shared/role-rules.ts";
import type { AccountRow } from "./loaders-columns.ts";
import {
  type AccountError,
  type AccountErrorCode,
  type AccountInput,
  fault,
  faultsOfAccount,
  faultsOfRoles,
  isInside,
  withStoredAreas,
} from "./writes-rows.ts";

const text = (name: string) => sql`${sql.placeholder(name)}::text`;
const bigint = (name: string) => sql`${sql.placeholder(name)}::bigint`;

const askForMany = defineRead(
  { place: sql<number>`made.place`, id: sql<string>`made.made_id`, requestId: sql<string>`made.asked` },
  sql`from accounts.request_accounts(${text("actor")}, ${text("given")}::jsonb) as made where ${claimsAreSet}`,
);
const askForChange = defineRead(
  { requestId: sql<string | null>`made.request` },
  sql`from accounts.request_change(${text("actor")}, ${bigint("id")}, ${text("kind")},
    ${sql.placeholder("roles")}::text[]) as made(request) where ${claimsAreSet}`,
);
const done = { isDone: sql<boolean>`done.ok` };
const setRoles = defineRead(
  done,
  sql`from accounts.set_roles(${text("actor")}, ${bigint("id")}, ${sql.placeholder("roles")}::text[]) as done(ok)
    where ${claimsAreSet}`,
);
const setActive = defineRead(
  done,
  sql`from accounts.set_active(${text("actor")}, ${bigint("id")}, ${text("isActive")}::boolean) as done(ok)
    where ${claimsAreSet}`,
);
const enterCertificate = defineRead(
  { outcome: sql<"done" | "none" | "related">`done.outcome` },
  sql`from accounts.enter_certificate(${text("actor")}, ${bigint("id")}, ${text("course")},
    ${text("startsOn")}::date, ${text("endsOn")}::date) as done(outcome) where ${claimsAreSet}`,
);

export interface CertificateInput {
  readonly accountId: string;
  readonly course: string;
  readonly startsOn: string;
  readonly endsOn: string;
}

/** What is known only once the change is tried, or before any row is looked at. All other errors come beside the account. */
const failure = defineFailures({ CHANGED: "CONFLICT", TOO_MANY_ROWS: "BAD_USER_INPUT" });

const MOST_ROWS = 500;
const COURSE = /^[a-z][a-z0-9-]{1,63}$/;

interface Changed {
  readonly account: AccountRow | null;
  /** The request that waits for a second administrator; null where the change was made at once. */
  readonly requestId: string | null;
  readonly errors: readonly AccountError[];
}

/** Whether a change was made, or the request it became. */
type Made = { readonly requestId: string | null } | AccountError;

/**
 * The changes an administrator asks for. What could let one person be two waits for another administrator
 * (docs/adr/0056); taking away is done at once. Each is one statement; row policies repeat who may change what.
 */
export function createWrites(context: LoaderContext, accountById: Loader<string, AccountRow | null>) {
  const { database, viewer, roles: rules } = context;
  const actor = viewer.id;

  /** Reads the account, has `faultsOf` object to the change, and makes it or asks for it. */
  async function change(
    id: string,
    faultsOf: (account: AccountRow) => readonly AccountError[],
    make: (account: AccountRow) => Promise<Made>,
  ): Promise<Changed> {
    const account = await accountById.load(id);
    if (account === null) {
      return { account, requestId: null, errors: [fault("NOT_FOUND", "There is no such account.", "id")] };
    }
    const errors = [...faultsOfTouching(account, context), ...faultsOf(account)];
    if (errors.length > 0) return { account, requestId: null, errors };
    const made = await make(account);
    if ("code" in made) return { account, requestId: null, errors: [made] };
    return { account: await accountById.clear(id).load(id), requestId: made.requestId, errors };
  }

  async function ask(kind: "CODE" | "ROLES" | "REOPEN", id: string, roles: readonly string[] | null): Promise<Made> {
    const [made] = await database.write(viewer, askForChange, { actor, id, kind, roles });
    return made?.requestId == null ? waiting() : { requestId: made.requestId };
  }

  async function atOnce(work: Promise<readonly { isDone: boolean }[]>): Promise<Made> {
    const [outcome] = await work;
    if (outcome?.isDone !== true) throw overtaken("id");
    return { requestId: null };
  }

  /** Asks for those rows that can be accounts, and gives for each why there will be none. */
  async function askFor(rows: readonly AccountInput[]) {
    const named = new Set<string>();
    const outcomes = rows.map(withStoredAreas).map((row) => {
      const isRepeated = named.has(row.username);
      named.add(row.username);
      const errors = isRepeated ? [taken()] : faultsOfAccount(row, viewer, rules);
      return { row, errors, id: null as string | null };
    });
    const given = outcomes.flatMap(({ row, errors }, place) => {
      const { username, displayName: display_name, areas, roles, department = null } = row;
      return errors.length > 0 ? [] : [{ place, username, display_name, areas, roles, department }];
    });
    let requestId: string | null = null;
    if (given.length > 0) {
      for (const made of await database.write(viewer, askForMany, { actor, given: JSON.stringify(given) })) {
        requestId = made.requestId;
        const outcome = outcomes[made.place];
        if (outcome !== undefined) outcome.id = made.id;
      }
    }
    for (const outcome of outcomes) {
      if (outcome.id === null && outcome.errors.length === 0) outcome.errors.push(taken());
    }
    return { outcomes, requestId };
  }

  return {
    async createAccount(input: AccountInput) {
      const { outcomes, requestId } = await askFor([input]);
      const [outcome] = outcomes;
      if (outcome?.id == null) return { account: null, requestId, errors: outcome?.errors ?? [] };
      return { account: accountById.load(outcome.id), requestId, errors: [] };
    },
    setRoles: (id: string, roles: readonly string[]) =>
      change(
        id,
        ({ areas, department: own }) => {
          // Kept beside roles that have no use for it, for the day the account is an officer's again.
          const department = roles.some((role) => rules.isOfDepartment(role)) ? own : null;
          return faultsOfRoles({ roles, areas, department }, viewer, rules);
        },
        (account) =>
          addsNothing(account, roles, rules)
            ? atOnce(database.write(viewer, setRoles, { actor, id: account.id, roles }))
            : ask("ROLES", account.id, roles),
      ),
    close: (id: string) =>
      change(
        id,
        () => [],
        (account) => atOnce(database.write(viewer, setActive, { actor, id: account.id, isActive: "false" })),
      ),
    reopen: (id: string) =>
      change(
        id,
        () => [],
        (account) =>
          account.isActive || addsNothing({ roles: [] }, account.roles, rules)
            ? atOnce(database.write(viewer, setActive, { actor, id: account.id, isActive: "true" }))
            : ask("REOPEN", account.id, null),
      ),
    issueCode: (id: string) =>
      change(
        id,
        ({ isActive }) => (isActive ? [] : [fault("CLOSED", "The account is closed: open it again first.", "id")]),
        (account) => ask("CODE", account.id, null),
      ),
    recordCertificate: ({ accountId, course, startsOn, endsOn }: CertificateInput) =>
      change(
        accountId,
        () => (COURSE.test(course) && startsOn <= endsOn ? [] : [badCertificate()]),
        async (account) => {
          const values = { actor, id: account.id, course, startsOn, endsOn };
          const [entered] = await database.write(viewer, enterCertificate, values);
          if (entered?.outcome === "related") {
            countOneHand("enter-certificate");
            return fault("ONE_HAND", "Another administrator enters it than who asked for the account.", "accountId");
          }
          if (entered?.outcome !== "done") throw overtaken("accountId");
          return { requestId: null };
        },
      ),
    async importAccounts(rows: readonly AccountInput[]) {
      if (rows.length > MOST_ROWS) throw failure("TOO_MANY_ROWS", `A call takes ${MOST_ROWS} rows at most.`, "rows");
      const { outcomes, requestId } = await askFor(rows);
      return {
        imported: outcomes.filter(({ id }) => id !== null).length,
        requestId,
        activationCodes: [],
        refused: outcomes.flatMap(({ errors }, at) => refusalOf(errors, at + 1)),
      };
    },
  };
}

/** True when nobody can see or do more by the new roles than by those before. */
function addsNothing(
  before: { readonly roles: readonly string[] },
  roles: readonly string[],
  rules: RoleRules,
): boolean {
  return roles.every((role) => before.roles.includes(role) || !rules.opensMore(role));
}

/** Whether the viewer may change this account at all. */
export function faultsOfTouching(account: AccountRow, { viewer, roles: rules }: LoaderContext): AccountError[] {
  if (account.id === viewer.id) return [fault("OWN_ACCOUNT", "You cannot change your own account.", "id")];
  if (!account.areas.every((area) => isInside(area, viewer.areas))) {
    return [fault("OUTSIDE_AREA", "The account has an area that is not in yours.", "id")];
  }
  if (!account.isApproved) return [fault("NOT_APPROVED", "The account waits for a second administrator itself.", "id")];
  const granted = rules.grantedBy(viewer.roles);
  const isEqual =
    rules.grantedBy(account.roles).size > 0 && !account.areas.every((area) => isInside(area, viewer.areas, true));
  // An officer of Audit would be an auditor by another name.
  const isWatching = account.department !== null && !rules.departments.includes(account.department);
  if (account.residentId !== null || isEqual || isWatching || !account.roles.every((role) => granted.has(role))) {
    return [fault("NOT_ADMINISTERED", "You do not administer accounts with such roles here.", "id")];
  }
  return [];
}

function refusalOf(
  errors: readonly AccountError[],
  row: number,
): { row: number; code: AccountErrorCode; message: string }[] {
  const [first] = errors;
  return first === undefined
    ? []
    : [{ row, code: first.code, message: errors.map(({ message }) => message).join(" ") }];
}

const overtaken = (field: string) => failure("CHANGED", "The account has changed since it was read.", field);
const waiting = () => fault("REQUEST_OPEN", "Such a change of the account waits for a second administrator.", "id");
const taken = () => fault("USERNAME_TAKEN", "Somebody has this username already.", "username");
const badCertificate = () =>
  fault(
    "INVALID_CERTIFICATE",
    "A course is named in small letters and hyphens, and ends no sooner than it begins.",
    "course",
  );
