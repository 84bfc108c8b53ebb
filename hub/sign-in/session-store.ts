import { createHash } from "node:crypto";
import { createAdapterFactory } from "better-auth/adapters";
import type { Statements } from "./account-statements.ts";

export interface StoreOptions {
  readonly statements: Statements;
  /** The hash of a password nobody knows: it stands in for accounts that are not there. */
  readonly decoyHash: () => Promise<string>;
  /** The password that all demo accounts share is none in production. */
  readonly allowsDemo: boolean;
  /** A session lasts no longer, whatever clock it was made under. */
  readonly shiftSeconds: number;
}

interface Session {
  token: string;
  userId: string;
  expiresAt: Date;
}

/** No account has it. */
const NOBODY = "0";

/**
 * What better-auth keeps, in the tables of the Accounts department. It gets no more of them than signing in takes; any
 * other call is refused. Sessions are found by a hash of what the cookie holds.
 */
export function createStore({ statements, decoyHash, allowsDemo, shiftSeconds }: StoreOptions) {
  const findUser = async (where: string, value: string) => {
    const [row] = await statements.read<{ id: string; username: string; name: string }>(
      `select account_id::text as id, username, display_name as name from accounts.accounts
        where ${where} and is_active and activated_at is not null`,
      value,
    );
    return row === undefined ? null : userOf(row);
  };

  const findSession = async (token: string) => {
    const [row] = await statements.read<{ id: string; userId: string; createdAt: Date; expiresAt: Date }>(
      `select session_id::text as id, account_id::text as "userId", created_at as "createdAt", expires_at as "expiresAt"
        from accounts.sessions where token_hash = $1 and ended_at is null and expires_at > clock_timestamp()
          and created_at < clock_timestamp() + interval '1 minute'
          and expires_at < clock_timestamp() + make_interval(secs => $2::int) + interval '1 minute'`,
      hashOf(token),
      shiftSeconds,
    );
    return row === undefined ? null : { ...row, token, updatedAt: row.createdAt, ipAddress: null, userAgent: null };
  };

  const findOne = async (model: string, find: (field: string) => string | null): Promise<unknown> => {
    switch (model) {
      case "user": {
        const [id, username] = [find("id"), find("username")];
        if (id !== null) return findUser("account_id = $1::bigint", id);
        // Somebody who is not there takes as long as somebody who is, down to the hash that never fits.
        return (await findUser("username = $1", username ?? "")) ?? userOf({ id: NOBODY, username: "", name: "" });
      }
      case "account": {
        const userId = find("userId") ?? NOBODY;
        // Waited for whether or not it is used: how long an answer takes tells nothing.
        const decoy = await decoyHash();
        const [row] = await statements.read<{ hash: string }>(
          `select password_hash as hash from accounts.credentials
            where account_id = $1::bigint and ($2::text::boolean or not is_demo)`,
          userId,
          String(allowsDemo),
        );
        return {
          ...NO_DATES,
          id: userId,
          accountId: userId,
          providerId: "credential",
          userId,
          password: row?.hash ?? decoy,
        };
      }
      case "session":
        return findSession(find("token") ?? "");
      default:
        throw refused("find", model);
    }
  };

  const endSession = async (model: string, token: string | null): Promise<number> => {
    if (model !== "session" || token === null) throw refused("delete", model);
    const ended = await statements.write(
      `update accounts.sessions set ended_at = clock_timestamp() where token_hash = $1 and ended_at is null returning 1`,
      hashOf(token),
    );
    return ended.length;
  };

  return createAdapterFactory({
    config: { adapterId: "onedoor", disableIdGeneration: true, supportsNumericIds: false },
    adapter: () => ({
      async create<Data extends Record<string, unknown>>({ model, data }: { model: string; data: Data }) {
        if (model !== "session") throw refused("create", model);
        const { token, userId, expiresAt } = data as unknown as Session;
        const [row] = await statements.write<{ id: string }>(
          `insert into accounts.sessions (token_hash, account_id, expires_at)
            values ($1, $2::bigint, least($3::timestamptz, clock_timestamp() + make_interval(secs => $4::int))) returning session_id::text as id`,
          hashOf(token),
          userId,
          expiresAt.toISOString(),
          shiftSeconds,
        );
        return { ...data, ...row };
      },
      findOne: async <Found>({ model, where }: Query) => (await findOne(model, valuesOf(where))) as Found | null,
      async findMany<Found>({ model, where }: Query) {
        const found = await findOne(model, valuesOf(where));
        return (found === null ? [] : [found]) as Found[];
      },
      async delete({ model, where }: Query) {
        await endSession(model, valuesOf(where)("token"));
      },
      deleteMany: ({ model, where }: Query) => endSession(model, valuesOf(where)("token")),
      update: ({ model }: Query) => Promise.reject(refused("update", model)),
      updateMany: ({ model }: Query) => Promise.reject(refused("update", model)),
      count: ({ model }: { model: string }) => Promise.reject(refused("count", model)),
    }),
  });
}

interface Query {
  model: string;
  where?: readonly { field: string; value: unknown; operator?: string | undefined }[] | undefined;
}

function valuesOf(where: Query["where"]): (field: string) => string | null {
  return (field) => {
    const found = where?.find((one) => one.field === field && (one.operator ?? "eq") === "eq");
    return typeof found?.value === "string" ? found.value : null;
  };
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

const NO_DATES = { createdAt: new Date(0), updatedAt: new Date(0) };

// better-auth wants an address; nobody is written to.
function userOf({ id, username, name }: { id: string; username: string; name: string }) {
  return {
    ...NO_DATES,
    id,
    username,
    displayUsername: username,
    name,
    email: `${id}@accounts.invalid`,
    emailVerified: false,
    image: null,
  };
}

function refused(what: string, model: string): Error {
  return new Error(`sign-in has no use for ${what} of ${model}`);
}
