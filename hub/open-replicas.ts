import type { Log } from "../router/telemetry/logger.ts";
import type { Subgraph } from "../subgraphs/shared/define-subgraph.ts";
import { openPool } from "../subgraphs/shared/postgres/pool.ts";
import { withTicket } from "../subgraphs/shared/postgres/ticket.ts";
import { openReplica, type Replica } from "../subgraphs/shared/replica.ts";
import type { Poll } from "../subgraphs/shared/replica-changes.ts";
import type { Config } from "./config/config.ts";
import type { Installation } from "./installation.ts";
import type { Observers } from "./observers.ts";

/** The replicas of an installation's databases. */
export interface Replicas {
  /** The one that a department's reads may go to. */
  of(subgraph: Pick<Subgraph, "name" | "sources">): Replica | undefined;
  close(): Promise<void>;
}

/** Opens what the settings name, each for the first department that uses it. */
export function openReplicas(config: Config, installation: Installation, { logger }: Observers): Replicas {
  const opened = new Map<string, Replica>();
  return {
    of({ name, sources = [] }) {
      const replicaUrl = config.departmentDatabases.has(name) ? config.departmentReadUrls.get(name) : config.readUrl;
      // What was fetched from a system elsewhere is read again at once, by whoever waited for it.
      if (replicaUrl == null || sources.length > 0) return undefined;
      const known = opened.get(replicaUrl);
      if (known !== undefined) return known;
      const replica = openReplicaAt({ primaryUrl: installation.urlOf(name), replicaUrl }, logger);
      opened.set(replicaUrl, replica);
      return replica;
    },
    close: async () => {
      await Promise.all([...opened.values()].map((one) => one.close()));
    },
  };
}

interface ReplicaAddresses {
  /** Any login's, on the primary. */
  readonly primaryUrl: string;
  /** Of DATABASE_READ_URL; logins are the primary's. */
  readonly replicaUrl: string;
}

/** Follows one replica for all departments of this process that share its primary. */
export function openReplicaAt({ primaryUrl, replicaUrl }: ReplicaAddresses, logger: Log): Replica {
  const urlOf = (url: string): string => {
    const { username, password } = new URL(url);
    return Object.assign(new URL(replicaUrl), { username, password }).href;
  };
  const options = { name: "onedoor replica", size: 1, statementWithinMs: WITHIN_MS, connectWithinMs: WITHIN_MS };
  const primary = openPool({ ...options, url: primaryUrl });
  const replica = openPool({ ...options, url: urlOf(primaryUrl) });
  const poll = async (since: string | null): Promise<Poll> => {
    const [changes] = await primary.read(CHANGES, [since]);
    const [progress] = await replica.read(PROGRESS, []);
    // A copy that was made the primary, or one of another database.
    if (progress?.["system"] !== changes?.["system"]) throw new Error("it is no replica of this database");
    return {
      end: BigInt(String(changes?.["end"])),
      next: String(changes?.["next"]),
      changes: JSON.parse(String(changes?.["changes"])) as Poll["changes"],
      replayed: BigInt(String(progress?.["replayed"])),
    };
  };
  let isFollowed: boolean | null = null;
  const telling = async (since: string | null): Promise<Poll> => {
    try {
      const polled = await poll(since);
      if (isFollowed === false) logger.info("the replica answers again");
      isFollowed = true;
      return polled;
    } catch (error) {
      if (isFollowed !== false) logger.warn({ err: error }, "the replica can't be read from: the primary answers");
      isFollowed = false;
      throw error;
    }
  };
  return openReplica({
    urlOf,
    poll: telling,
    close: async () => {
      await Promise.all([primary.close(), replica.close()]);
    },
  });
}

const WITHIN_MS = 2_000;
const BYTES = "- '0/0'::pg_lsn)::text";
const SYSTEM = "(select system_identifier::text from pg_control_system()) as system";

// The snapshot is older than the end of the log: what the statement sees is in the log before it.
const CHANGES = withTicket(
  `select (pg_current_wal_insert_lsn() ${BYTES} as "end", pg_snapshot_xmin(pg_current_snapshot())::text as next, ${SYSTEM},
    (select coalesce(json_agg(array[c.account, c.changed_in::text]), '[]')::text
      from onedoor.changes_since($1::text::xid8) as c) as changes`,
  1,
);
const PROGRESS = withTicket(
  `select (pg_last_wal_replay_lsn() ${BYTES} as replayed, ${SYSTEM} where pg_is_in_recovery()`,
  0,
);
