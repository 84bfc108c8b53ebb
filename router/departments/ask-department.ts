import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { DepartmentCall, Transport } from "./transport.ts";

/**
 * A question of the router's own to one department. No reply, or one of another form, is no answer: null, whatever the
 * cause, so that what hangs on it stays closed.
 */
export async function askDepartment<Answer>(
  department: Transport | undefined,
  { operation, variables, viewer }: Pick<DepartmentCall, "operation" | "variables" | "viewer">,
  schema: z.ZodType<Answer>,
): Promise<Answer | null> {
  const call = { operation, variables, viewer, requestKey: {}, requestId: randomUUID() };
  const reply = await department?.send(call).catch(() => undefined);
  const read = schema.safeParse(reply?.data);
  return read.success ? read.data : null;
}
