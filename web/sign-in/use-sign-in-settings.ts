import { useEffect, useState } from "react";
import type { SignInSettings } from "../session/auth-api.ts";
import { useSession } from "../session/session-context.tsx";

/** How one may sign in here; null until it is known. Without it the form for a password is shown. */
export function useSignInSettings(): SignInSettings | null {
  const session = useSession();
  const [settings, setSettings] = useState<SignInSettings | null>(null);
  useEffect(() => {
    let isGone = false;
    session.settings().then(
      (found) => {
        if (!isGone) setSettings(found);
      },
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [session]);
  return settings;
}
