import { useTranslation } from "react-i18next";
import { Navigate, Outlet, useLocation } from "react-router";
import { CatalogueProvider } from "../items/catalogue.tsx";
import type { Session } from "../session/session.ts";
import { useSession, useSessionState } from "../session/session-context.tsx";
import { FailureNote } from "../shown/failure-note.tsx";

/** Lets nobody through who is not signed in; after signing in they go on where they wanted to. */
export function SignedIn() {
  const { t } = useTranslation();
  const session = useSession();
  const state = useSessionState();
  const { pathname } = useLocation();
  switch (state.kind) {
    case "signed-in":
      return (
        <CatalogueProvider>
          <Outlet />
        </CatalogueProvider>
      );
    case "signed-out":
      // After somebody has signed out, the next to sign in may be somebody else.
      return <Navigate to="/sign-in" replace state={state.reason === "own-wish" ? null : { wanted: pathname }} />;
    case "unreachable":
      return <FailureNote failure="offline" onRetry={() => restoreIn(session)} />;
    case "unknown":
      return <p>{t("loading")}</p>;
  }
}

function restoreIn(session: Session): void {
  session.restore().catch(() => undefined);
}
