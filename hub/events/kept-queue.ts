import type { Runner } from "graphile-worker";

/** Who works the jobs of a queue, begun again where it has ended by itself. */
export interface KeptQueue {
  /** Begins, unless somebody works. */
  keep(): Promise<void>;
  close(): Promise<void>;
}

/**
 * `graphile-worker` shuts all of a pool down when one of its jobs can't be released, such as while the database is away, and
 * never begins again.
 */
export function keepQueue(begin: () => Promise<Runner>, onEnd: () => void): KeptQueue {
  let runner: Runner | null = null;
  let isClosed = false;
  return {
    async keep() {
      if (runner !== null || isClosed) return;
      const begun = await begin();
      runner = begun;
      const end = (): void => {
        if (runner !== begun || isClosed) return;
        runner = null;
        onEnd();
        begun.kill().catch(() => undefined);
      };
      // The promise may wait for a release that never comes.
      begun.events.once("pool:gracefulShutdown", end);
      begun.promise.then(end, end);
    },
    async close() {
      isClosed = true;
      // It rejects where it has stopped already.
      await runner?.stop().catch(() => undefined);
    },
  };
}
