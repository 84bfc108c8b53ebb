import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate } from "react-router";
import { useSession, useSessionState } from "../session/session-context.tsx";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { Field } from "../shown/field.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { AuthFault } from "./auth-fault.tsx";
import { NewPasswordFields } from "./new-password-fields.tsx";
import { readForm } from "./read-form.ts";
import { useAttempt } from "./use-attempt.ts";
import { UsernameField } from "./username-field.tsx";

/** The first sign-in: a one-time code in exchange for a password of one's own. */
export function ActivatePage() {
  const { t } = useTranslation();
  const session = useSession();
  const state = useSessionState();
  const attempt = useAttempt();
  const [fault, setFault] = useState<"missing" | "differs" | null>(null);
  if (state.kind === "signed-in") return <Navigate to="/" replace />;

  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = readForm(event.currentTarget, ["username", "code", "password", "repeat"]);
    const { username, code, password, repeat } = given;
    const found = Object.values(given).includes("") ? "missing" : password === repeat ? null : "differs";
    setFault(found);
    if (found === null) attempt.run(() => session.activate(username.trim(), code.trim(), password));
  };

  return (
    <div className="sign-in">
      <section className="sign-in-card">
        <PageHead title={t("activate.title")} takesFocus={false} />
        <form onSubmit={submit} noValidate>
          <UsernameField />
          <Field label={t("activate.code")}>
            {(ids) => (
              <input {...ids} className="control" name="code" autoComplete="one-time-code" spellCheck={false} />
            )}
          </Field>
          <NewPasswordFields />
          {fault !== null && <Alert type="error" role="alert" title={t(`activate.${fault}`)} />}
          {attempt.error !== null && <AuthFault error={attempt.error} />}
          <Button kind="primary" type="submit" className="button-wide" isBusy={attempt.isUnderWay}>
            {t("activate.submit")}
          </Button>
          <p className="sign-in-other">
            <Link to="/sign-in">{t("signIn.back")}</Link>
          </p>
        </form>
      </section>
    </div>
  );
}
