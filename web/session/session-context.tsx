import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from "react";
import { permittedKinds, type PurposeKind } from "../graph/purpose.ts";
import type { Account } from "./auth-api.ts";
import type { Session, SessionState } from "./session.ts";
import { minutesToTell, untilNextChange } from "./shift.ts";

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error("There is no SessionProvider above.");
  return session;
}

export function useSessionState(): SessionState {
  const session = useSession();
  return useSyncExternalStore(session.subscribe, session.state);
}

/** Who is signed in; only for pages behind the sign-in. */
export function useAccount(): Account {
  const state = useSessionState();
  if (state.kind !== "signed-in") throw new Error("Nobody is signed in.");
  return state.account;
}

/** The kinds of purpose the signed-in user may choose from. */
export function usePurposeKinds(): readonly PurposeKind[] {
  return permittedKinds(useAccount().purposeKinds);
}

/** Minutes to the end of the shift once it is to be told, else null. */
export function useMinutesLeft(shiftEndsAt: number): number | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setTimeout(() => setNow(Date.now()), untilNextChange(shiftEndsAt, now));
    return () => clearTimeout(timer);
  }, [shiftEndsAt, now]);
  return minutesToTell(shiftEndsAt, now);
}
