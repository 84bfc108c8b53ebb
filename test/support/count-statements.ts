import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { statements } from "../../subgraphs/shared/bind-statement.ts";

/** The statements departments send while `work` runs, by department. */
export async function countStatements(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const count = (message: unknown) => {
    const { department } = message as { department: string };
    counts[department] = (counts[department] ?? 0) + 1;
  };
  subscribe(statements.name, count);
  try {
    await work();
  } finally {
    unsubscribe(statements.name, count);
  }
  return counts;
}
