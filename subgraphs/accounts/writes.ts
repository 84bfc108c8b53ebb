import type DataLoader from "dataloader";
import { sql } from "drizzle-orm";
import type { LoaderContext } from "../shared/loader.ts";
import { claimsAreSet, defineRead } from "../shared/read.ts";
import { HubError } from "../shared/errors.ts";
import type { AccountRow } from "./loaders-columns.ts";
import { makeActivationCode } from "./writes-codes.ts";
import {
  type AccountError,
  type AccountErrorCode,
  type AccountInput,
  fault,
  faultsOfAccount,
  faultsOfRoles,
  isInside,
} from "./writes-rows.ts";

const text = (name: string) => sql`${sql.placeholder(name)}::text`;
const bigint = (name: string) => sql`${sql.placeholder(name)}::bigint`;

const addMany = defineRead(
  { place: sql<number>`made.place`, id: sql<string>`made.account_id` },
  sql`from accounts.create_accounts(${text("actor")}, ${text("given")}::jsonb) as made where ${claimsAreSet}`,
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
const issueCode = defineRead(
  done,
  sql`from accounts.issue_code(${text("actor")}, ${bigint("id")}, ${text("hash")}) as done(ok) where ${claimsAreSet}`,
);
const addCertificate = defineRead(
  done,
  sql`from accounts.record_certificate(${text("actor")}, ${bigint("id")}, ${text("course")},
    ${text("startsOn")}::date, ${text("endsOn")}::date) as done(ok) where ${claimsAreSet}`,
);

export interface CertificateInput {
  readonly accountId: string;
  readonly course: string;
  readonly startsOn: string;
  readonly endsOn: string;
}

const MOST_ROWS = 500;
const COURSE = /^[a-z][a-z0-9-]{1,63}$/;

interface Changed {
  readonly account: AccountRow | null;
  readonly errors: readonly AccountError[];
}

/** The changes of the Accounts department. Each is one statement; row policies repeat who may change what. */
export function createWrites(context: LoaderContext, accountById: DataLoader<string, AccountRow | null>) {
  const { database, viewer, roles: rules } = context;
  const actor = viewer.id;

  /** Reads the account, has `faultsOf` object to the change, and makes it. */
  async function change(
    id: string,
    faultsOf: (account: AccountRow) => readonly AccountError[],
    make: (id: string) => Promise<readonly { isDone: boolean }[]>,
  ): Promise<Changed> {
    const account = await accountById.load(id);
    if (account === null) return { account, errors: [fault("NOT_FOUND", "There is no such account.", "id")] };
    const errors = [...faultsOfTouching(account, context), ...faultsOf(account)];
    if (errors.length > 0) return { account, errors };
    const [outcome] = await make(account.id);
    if (outcome?.isDone !== true) throw new HubError("CONFLICT", "The account has changed since it was read.");
    return { account: await accountById.clear(id).load(id), errors };
  }

  /** Adds those rows that can be, and gives for each its code or why there is none. */
  async function add(rows: readonly AccountInput[]) {
    const named = new Set<string>();
    const outcomes = rows.map((row) => {
      const isRepeated = named.has(row.username);
      named.add(row.username);
      const errors = isRepeated ? [taken()] : faultsOfAccount(row, viewer, rules);
      return { row, errors, ...makeActivationCode(), id: null as string | null };
    });
    const given = outcomes.flatMap(({ row, errors, hash }, place) => {
      const { username, displayName: display_name, areas, roles, department = null } = row;
      return errors.length > 0 ? [] : [{ place, username, display_name, areas, roles, department, code_hash: hash }];
    });
    if (given.length > 0) {
      const made = await database.write(viewer, addMany, { actor, given: JSON.stringify(given) });
      for (const { place, id } of made) {
        const outcome = outcomes[place];
        if (outcome !== undefined) outcome.id = id;
      }
    }
    for (const outcome of outcomes) {
      if (outcome.id === null && outcome.errors.length === 0) outcome.errors.push(taken());
    }
    return outcomes;
  }

  return {
    async createAccount(input: AccountInput) {
      const [outcome] = await add([input]);
      if (outcome?.id == null) return { account: null, activationCode: null, errors: outcome?.errors ?? [] };
      return { account: accountById.load(outcome.id), activationCode: outcome.code, errors: [] };
    },
    setRoles: (id: string, roles: readonly string[]) =>
      change(
        id,
        ({ areas, department: own }) => {
          // Kept beside roles that have no use for it, for the day the account is an officer's again.
          const department = roles.some((role) => rules.isOfDepartment(role)) ? own : null;
          return faultsOfRoles({ roles, areas, department }, viewer, rules);
        },
        (found) => database.write(viewer, setRoles, { actor, id: found, roles }),
      ),
    setActive: (id: string, isActive: boolean) =>
      change(
        id,
        () => [],
        (found) => database.write(viewer, setActive, { actor, id: found, isActive: String(isActive) }),
      ),
    async issueCode(id: string) {
      const { code, hash } = makeActivationCode();
      const { errors } = await change(
        id,
        ({ isActive }) => (isActive ? [] : [fault("CLOSED", "The account is closed: open it again first.", "id")]),
        (found) => database.write(viewer, issueCode, { actor, id: found, hash }),
      );
      return { activationCode: errors.length === 0 ? code : null, errors };
    },
    recordCertificate: ({ accountId, course, startsOn, endsOn }: CertificateInput) =>
      change(
        accountId,
        () => (COURSE.test(course) && startsOn <= endsOn ? [] : [badCertificate()]),
        (found) => database.write(viewer, addCertificate, { actor, id: found, course, startsOn, endsOn }),
      ),
    async importAccounts(rows: readonly AccountInput[]) {
      if (rows.length > MOST_ROWS) throw new HubError("BAD_USER_INPUT", `A call takes ${MOST_ROWS} rows at most.`);
      const outcomes = await add(rows);
      const made = outcomes.filter(({ id }) => id !== null);
      return {
        imported: made.length,
        refused: outcomes.flatMap(({ errors }, at) => refusalOf(errors, at + 1)),
        activationCodes: made.map(({ row, code }) => ({ username: row.username, code })),
      };
    },
  };
}

/** Whether the viewer may change this account at all. */
function faultsOfTouching(account: AccountRow, { viewer, roles: rules }: LoaderContext): AccountError[] {
  if (account.id === viewer.id) return [fault("OWN_ACCOUNT", "Nobody changes the own account.", "id")];
  if (!account.areas.every((area) => isInside(area, viewer.areas))) {
    return [fault("OUTSIDE_AREA", "The account has an area that is not in yours.", "id")];
  }
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

const taken = () => fault("USERNAME_TAKEN", "Somebody has this username already.", "username");
const badCertificate = () =>
  fault(
    "INVALID_CERTIFICATE",
    "A course is named in small letters and hyphens, and ends no sooner than it begins.",
    "course",
  );
