import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useLocation } from "react-router";
import type { SignedOutReason } from "../session/session.ts";
import { useSession, useSessionState } from "../session/session-context.tsx";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { Field } from "../shown/field.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { AuthFault } from "./auth-fault.tsx";
import { DemoAccounts } from "./demo-accounts.tsx";
import { readForm } from "./read-form.ts";
import { useAttempt } from "./use-attempt.ts";
import { useSignInSettings } from "./use-sign-in-settings.ts";
import { UsernameField } from "./username-field.tsx";

export function SignInPage() {
  const { t } = useTranslation();
  const session = useSession();
  const state = useSessionState();
  const settings = useSignInSettings();
  const attempt = useAttempt();
  const [isMissing, setMissing] = useState(false);
  const wanted = useWantedPage();
  if (state.kind === "signed-in") return <Navigate to={wanted} replace />;

  const signIn = (username: string, password: string) => attempt.run(() => session.signIn(username, password));
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { username, password } = readForm(event.currentTarget, ["username", "password"]);
    const isComplete = username.trim() !== "" && password !== "";
    setMissing(!isComplete);
    if (isComplete) signIn(username.trim(), password);
  };

  return (
    <div className="sign-in">
      <section className="sign-in-card">
        <PageHead title={t("signIn.title")} takesFocus={false} />
        {state.kind === "signed-out" && <WhySignedOut reason={state.reason} />}
        {!window.isSecureContext && <Alert type="warning" role="status" title={t("signIn.plainHttp")} />}
        {settings?.passwordSignIn === false ? (
          <p>{t("signIn.oidcOnly")}</p>
        ) : (
          <form onSubmit={submit} noValidate>
            <UsernameField />
            <Field label={t("signIn.password")}>
              {(ids) => (
                <input {...ids} className="control" name="password" type="password" autoComplete="current-password" />
              )}
            </Field>
            {isMissing && <Alert type="error" role="alert" title={t("signIn.missing")} />}
            {attempt.error !== null && <AuthFault error={attempt.error} />}
            <Button kind="primary" type="submit" className="button-wide" isBusy={attempt.isUnderWay}>
              {t("signIn.submit")}
            </Button>
            <p className="sign-in-other">
              <Link to="/activate">{t("signIn.first")}</Link>
            </p>
          </form>
        )}
      </section>
      {settings?.demo != null && <DemoAccounts demo={settings.demo} isBusy={attempt.isUnderWay} onChoose={signIn} />}
    </div>
  );
}

function WhySignedOut({ reason }: { reason: SignedOutReason }) {
  const { t } = useTranslation();
  switch (reason) {
    case "never":
      return null;
    case "own-wish":
      return <Alert type="info" role="status" title={t("shift.signedOut")} />;
    case "shift-ended":
      return <Alert type="warning" role="status" title={t("shift.ended")} />;
    case "ended":
      return <Alert type="warning" role="status" title={t("shift.endedElsewhere")} />;
  }
}

/** Where somebody wanted to go before signing in. Only this app's own pages come here. */
function useWantedPage(): string {
  const { state } = useLocation() as { state: { wanted?: unknown } | null };
  const wanted = state?.wanted;
  return typeof wanted === "string" && /^\/(?!\/)/.test(wanted) ? wanted : "/";
}
