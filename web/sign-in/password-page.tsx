import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../session/session-context.tsx";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { Field } from "../shown/field.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { AuthFault } from "./auth-fault.tsx";
import { NewPasswordFields } from "./new-password-fields.tsx";
import { readForm } from "./read-form.ts";
import { useAttempt } from "./use-attempt.ts";

export function PasswordPage() {
  const { t } = useTranslation();
  const session = useSession();
  const attempt = useAttempt();
  const [fault, setFault] = useState<string | null>(null);
  const [isDone, setDone] = useState(false);

  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { current, password, repeat } = readForm(event.currentTarget, ["current", "password", "repeat"]);
    const isMissing = current === "" || password === "" || repeat === "";
    const found = isMissing ? t("password.missing") : password === repeat ? null : t("activate.differs");
    setFault(found);
    setDone(false);
    if (found !== null) return;
    attempt.run(async () => {
      await session.changePassword(current, password);
      setDone(true);
    });
  };

  return (
    <div className="page page-narrow">
      <PageHead title={t("password.title")} />
      <form onSubmit={submit} noValidate>
        <Field label={t("password.current")}>
          {(ids) => (
            <input {...ids} className="control" name="current" type="password" autoComplete="current-password" />
          )}
        </Field>
        <NewPasswordFields />
        {fault !== null && <Alert type="error" role="alert" title={fault} />}
        {attempt.error !== null && <AuthFault error={attempt.error} />}
        {isDone && <Alert type="success" role="status" title={t("password.done")} />}
        <Button kind="primary" type="submit" isBusy={attempt.isUnderWay}>
          {t("password.submit")}
        </Button>
      </form>
    </div>
  );
}
