import { type DatabaseOptions, openDatabase, type PooledDatabase } from "../../subgraphs/shared/database.ts";
import type { ClaimForm } from "../../subgraphs/shared/postgres/department-pool.ts";

/** How a test's hub finds its databases. */
export interface Reach {
  /** Where it finds them instead, such as behind a proxy that fails. */
  readonly reach?: (url: string) => string;
  /** What is reached there is a pooler, and listeners go past it. */
  readonly isPooled?: boolean;
  /** How departments bring their claims; otherwise in the statement that reads. */
  readonly claims?: ClaimForm | undefined;
}

/** A department's database, reached so. */
export function openReached(
  options: DatabaseOptions,
  { reach = itself, isPooled = false, claims }: Reach,
): PooledDatabase {
  const url = reach(options.url);
  const directUrl = isPooled ? options.url : url;
  return openDatabase({ ...options, url, directUrl, isPooled, ...(claims === undefined ? {} : { claims }) });
}

const itself = (url: string) => url;
