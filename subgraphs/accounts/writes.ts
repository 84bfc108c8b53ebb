import { sql } from "drizzle-orm";
import { change, requireVersion } from "../shared/change-once.ts";
import { isId, type Loader, type LoaderContext } from "../shared/loader.ts";
import { countOneHand } from "../shared/one-hand.ts";
import { claimsAreSet, defineRead, defineWrite } from "../shared/read.ts";
import type { RoleRules } from "../shared/role-rules.ts";
import type { Transaction } from "../shared/transaction.ts";
import { accountsById, type AccountRow } from "./loaders-columns.ts";
import { accountRequests, accounts } from "./tables.ts";
import { failure, refusal } from "./writes-failures.ts";
import { createNewAccounts } from "./writes-new-accounts.ts";
import { type AccountError, fault, faultsOfRoles, isInside } from "./writes-rows.ts";

const text = (name: string) => sql`${sql.placeholder(name)}::text`;
const bigint = (name: string) => sql`${sql.placeholder(name)}::bigint`;
const roles = sql`${sql.placeholder("roles")}::text[]`;

// Nothing where somebody has changed the account since this transaction read it, and where row policies say no.
const asRead = sql`where ${accounts.accountId} = ${bigint("id")} and ${accounts.rightsVersion} = ${sql.placeholder("version")}::integer`;
const changed = { id: accounts.accountId };
const setRoles = defineWrite(changed, sql`update ${accounts} set roles = ${roles} ${asRead}`);
const setActive = defineWrite(changed, sql`update ${accounts} set is_active = ${text("isActive")}::boolean ${asRead}`);

// Nothing where such a request waits already.
const askForChange = defineWrite(
  { requestId: accountRequests.requestId },
  sql`insert into ${accountRequests} (kind, account_id, roles, areas, asked_by)
    select ${text("kind")}, a.account_id, ${roles}, a.areas, ${text("account")} from ${accounts} as a
    where a.account_id = ${bigint("id")} and a.is_approved and a.department is distinct from 'audit'
      and accounts.is_administered(a.account_id, a.areas, a.roles, a.resident_id)
    on conflict do nothing`,
);

// Who may enter it is found out by who made whom, anywhere: rows that no viewer sees.
const enterCertificate = defineRead(
  { outcome: sql<"done" | "none" | "related">`done.outcome` },
  sql`from accounts.enter_certificate(${text("account")}, ${bigint("id")}, ${text("course")},
    ${text("startsOn")}::date, ${text("endsOn")}::date) as done(outcome) where ${claimsAreSet}`,
);

/** Which account is changed. */
export interface ChangeInput {
  readonly key?: string | null | undefined;
  readonly id: string;
  readonly expectedVersion?: number | null;
}

export interface SetRolesInput extends ChangeInput {
  readonly roles: readonly string[];
}

interface Certificate {
  readonly course: string;
  readonly startsOn: string;
  readonly endsOn: string;
}

export interface CertificateInput extends Certificate {
  readonly key?: string | null;
  readonly accountId: string;
}

const COURSE = /^[a-z][a-z0-9-]{1,63}$/;

interface Changed {
  readonly account: AccountRow | null;
  /** The request that waits for a second administrator; null where the change was made at once. */
  readonly requestId: string | null;
}

/** One change of an account: what keeps it from being made, and how it is made or asked for. */
interface AccountChange {
  readonly mutation: string;
  faultsOf(account: AccountRow): readonly AccountError[];
  /** Gives the request that waits for a second administrator; null where it was made at once. */
  make(account: AccountRow, transaction: Transaction): Promise<string | null>;
}

/**
 * The changes of the Accounts department. What opens more for somebody waits for a second administrator; what takes
 * away is done at once. Each is one transaction; row policies repeat who may change what.
 */
export function createWrites(context: LoaderContext, accountById: Loader<string, AccountRow | null>) {
  const { roles: rules, viewer } = context;

  async function changeAccount(
    { key, ...content }: ChangeInput,
    { mutation, faultsOf, make }: AccountChange,
  ): Promise<Changed> {
    const { id, expectedVersion } = content;
    const { requestId } = await change(context, { key, mutation, content }, async (transaction) => {
      const [account] = isId(id) ? await transaction.run(accountsById, { keys: [id] }) : [];
      if (account === undefined) {
        throw refused(null, fault("NOT_FOUND", "There is no such account.", "id"));
      }
      const errors = [...faultsOfTouching(account, context), ...faultsOf(account)];
      if (errors.length > 0) throw refused(account, ...errors);
      requireVersion(account.rightsVersion, expectedVersion);
      return { requestId: await make(account, transaction) };
    });
    return { account: await accountById.clear(id).load(id), requestId };
  }

  async function ask(
    kind: "CODE" | "ROLES" | "REOPEN",
    account: AccountRow,
    transaction: Transaction,
    given: readonly string[] | null = null,
  ): Promise<string> {
    const [made] = await transaction.run(askForChange, { id: account.id, kind, roles: given });
    if (made === undefined) throw refused(account, waiting());
    return made.requestId;
  }

  async function activate(account: AccountRow, transaction: Transaction, isActive: boolean): Promise<null> {
    const values = { id: account.id, version: account.rightsVersion, isActive: String(isActive) };
    const [done] = await transaction.run(setActive, values);
    if (done === undefined) throw overtaken("id");
    return null;
  }

  return {
    ...createNewAccounts(context, accountById),
    setRoles: (input: SetRolesInput) =>
      changeAccount(input, {
        mutation: "setAccountRoles",
        faultsOf({ areas, department: own }) {
          // Kept beside roles that have no use for it, for the day the account is an officer's again.
          const department = input.roles.some((role) => rules.isOfDepartment(role)) ? own : null;
          return faultsOfRoles({ roles: input.roles, areas, department }, viewer, rules);
        },
        async make(account, transaction) {
          if (!addsNothing(account, input.roles, rules)) return ask("ROLES", account, transaction, input.roles);
          const values = { id: account.id, version: account.rightsVersion, roles: input.roles };
          const [done] = await transaction.run(setRoles, values);
          if (done === undefined) throw overtaken("id");
          return null;
        },
      }),
    close: (input: ChangeInput) =>
      changeAccount(input, {
        mutation: "closeAccount",
        faultsOf: () => [],
        make: (account, transaction) => activate(account, transaction, false),
      }),
    reopen: (input: ChangeInput) =>
      changeAccount(input, {
        mutation: "reopenAccount",
        faultsOf: () => [],
        make: (account, transaction) =>
          account.isActive || addsNothing({ roles: [] }, account.roles, rules)
            ? activate(account, transaction, true)
            : ask("REOPEN", account, transaction),
      }),
    issueCode: (input: ChangeInput) =>
      changeAccount(input, {
        mutation: "issueActivationCode",
        faultsOf: ({ isActive }) =>
          isActive ? [] : [fault("CLOSED", "The account is closed: open it again first.", "id")],
        make: (account, transaction) => ask("CODE", account, transaction),
      }),
    recordCertificate: ({ key, accountId: id, ...certificate }: CertificateInput) =>
      changeAccount(
        { key, id, ...certificate },
        {
          mutation: "recordCertificate",
          faultsOf: () => faultsOfCertificate(certificate),
          async make(account, transaction) {
            const [entered] = await transaction.run(enterCertificate, { id: account.id, ...certificate });
            if (entered?.outcome === "related") {
              countOneHand("enter-certificate");
              const message = "Another administrator enters it than who asked for the account.";
              throw refused(account, fault("ONE_HAND", message, "accountId"));
            }
            if (entered?.outcome !== "done") throw overtaken("accountId");
            return null;
          },
        },
      ),
  };
}

/** True when nobody can see or do more by the new roles than by those before. */
function addsNothing(
  before: { readonly roles: readonly string[] },
  given: readonly string[],
  rules: RoleRules,
): boolean {
  return given.every((role) => before.roles.includes(role) || !rules.opensMore(role));
}

function faultsOfCertificate({ course, startsOn, endsOn }: Certificate): AccountError[] {
  if (COURSE.test(course) && startsOn <= endsOn) return [];
  const message = "A course is named in small letters and hyphens, and ends no sooner than it begins.";
  return [fault("INVALID_CERTIFICATE", message, "course")];
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

const refused = (account: AccountRow | null, ...errors: AccountError[]) =>
  refusal(errors, { account, requestId: null });
const overtaken = (field: string) => failure("CHANGED", "The account has changed since it was read.", field);
const waiting = () => fault("REQUEST_OPEN", "Such a change of the account waits for a second administrator.", "id");
