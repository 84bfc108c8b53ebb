import { createHash } from "node:crypto";
import type { departmentWrites } from "./department-writes.ts";
import type { Transaction, Work } from "./transaction.ts";

/** One change as its client sends it: sent again under the same key it is the same change, and is made once. */
export interface KeyedRequest {
  readonly key: string;
  /** Which change it is: a key stands for one, whatever it is called. */
  readonly mutation: string;
  readonly content: object;
}

/** The key of an account stands for another change. */
export class KeyTaken extends Error {
  constructor() {
    super("the key stands for another change");
    this.name = "KeyTaken";
  }
}

// As long as a short random id: two clients of one account must not meet by chance.
const KEY = /^[A-Za-z0-9_-]{16,64}$/;

/** True for what can stand for one change. */
export function isRequestKey(key: string): boolean {
  return KEY.test(key);
}

/** Tells the same change sent twice from another one. What is left out and what is null are the same. */
function hashOf(content: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(inOneOrder(content)))
    .digest("hex");
}

function inOneOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOneOrder);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  // An object would have names that are numbers in front.
  return fields.sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, field]) => [name, inOneOrder(field)]);
}

/**
 * Does the work and keeps its answer under the key, in one transaction; or gives the answer that is kept. Of two at once the
 * second waits for the first at the key. Work that fails leaves nothing, its key neither.
 */
export async function once<Answer extends object>(
  transaction: Transaction,
  { holdKey, firstAnswer, keepAnswer, letOldKeysGo }: ReturnType<typeof departmentWrites>,
  { key, mutation, content }: KeyedRequest,
  work: Work<Answer>,
): Promise<Answer> {
  const hash = hashOf({ mutation, content });
  const held = await transaction.run(holdKey, { key, hash });
  if (held.length === 0) {
    const [first] = await transaction.run(firstAnswer, { key });
    if (first?.hash !== hash) throw new KeyTaken();
    return first.answer as Answer;
  }
  const answer = await work(transaction);
  await transaction.run(keepAnswer, { key, answer: JSON.stringify(answer) });
  await transaction.run(letOldKeysGo, {});
  return answer;
}
