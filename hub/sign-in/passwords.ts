import { LoggableError } from "../../router/telemetry/logged-error.ts";

const LEAST = 12;
const MOST = 128;
const LEAST_DIFFERENT = 6;

/** What may be wrong with a password: a word for programs, which a page says in its own language, and a sentence. */
export const passwordFaults = {
  LENGTH: `It has ${LEAST} to ${MOST} characters.`,
  VARIETY: `It has ${LEAST_DIFFERENT} different characters or more.`,
  USERNAME: "It does not hold the username.",
  SAME: "It is not the password you have.",
} as const;
export type PasswordFault = keyof typeof passwordFaults;

/** What is asked of a password and this one does not meet; nothing when it will do. */
export function faultsOfPassword(password: string, username: string): PasswordFault[] {
  const characters = [...password.normalize("NFKC")];
  const faults: PasswordFault[] = [];
  if (characters.length < LEAST || characters.length > MOST) faults.push("LENGTH");
  if (new Set(characters).size < LEAST_DIFFERENT) faults.push("VARIETY");
  if (username.length > 2 && password.toLowerCase().includes(username.toLowerCase())) {
    faults.push("USERNAME");
  }
  return faults;
}

/** So many wait that the next would wait too long. */
export class TooBusy extends LoggableError {}

/**
 * Lets few passwords be hashed at once: each takes a processor for some 60 ms, and a hub that hashes on all of them
 * answers no other request.
 */
export function openHashing(mostAtOnce: number, mostWaiting: number) {
  let underWay = 0;
  const waiting: (() => void)[] = [];
  return async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (underWay >= mostAtOnce) {
      if (waiting.length >= mostWaiting) throw new TooBusy("too many passwords wait to be checked");
      // A hash that is done hands its place to the next in the queue, so that no new one comes in between.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else underWay += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) underWay -= 1;
      else next();
    }
  };
}
