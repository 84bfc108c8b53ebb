import { z } from "zod";
import { askDepartment } from "../departments/ask-department.ts";
import type { Transport } from "../departments/transport.ts";
import { viewerWithoutRights } from "./viewer-without-rights.ts";

const OPERATION = "{ openItemCodes }";
const routerItself = viewerWithoutRights("router");
const answerSchema = z.object({ openItemCodes: z.array(z.string()) });

/** The items a purpose may name. */
export interface OpenItems {
  /** At once while the codes are known; a promise only when they have to be waited for. */
  readonly isOpen: (code: string) => boolean | Promise<boolean>;
  /** Asks again. Never rejects: without an answer, what is known grows old. */
  refresh(): Promise<void>;
}

/**
 * The codes of all open items, asked of Services by the router in its own name, since they are the same for everybody.
 * From half their time on they are asked for again while requests go on with what is known, so that none waits and none
 * costs a query. What is older than `keptMs` counts for nothing: without Services, no item is a purpose.
 */
export function createOpenItems(services: Transport | undefined, keptMs: number): OpenItems {
  let codes: ReadonlySet<string> = new Set();
  let askedAt = -Infinity;
  let asking: Promise<void> | null = null;

  const ask = async (): Promise<void> => {
    // Taken before the call, so that the time it takes makes the codes older and never younger.
    const startedAt = performance.now();
    const question = { operation: OPERATION, variables: {}, viewer: routerItself };
    const answer = await askDepartment(services, question, answerSchema);
    if (answer === null) return;
    codes = new Set(answer.openItemCodes);
    askedAt = startedAt;
  };
  const refresh = (): Promise<void> => {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
  const isKnownOpen = (code: string) => performance.now() - askedAt < keptMs && codes.has(code);

  return {
    refresh,
    isOpen(code) {
      const age = performance.now() - askedAt;
      if (age < keptMs / 2) return codes.has(code);
      const refreshed = refresh();
      return age < keptMs ? codes.has(code) : refreshed.then(() => isKnownOpen(code));
    },
  };
}
