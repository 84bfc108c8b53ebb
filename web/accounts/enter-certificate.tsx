import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { RecordCertificateDocument } from "../generated/graphql.ts";
import { useChange } from "../graph/use-change.ts";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { Dialog } from "../shown/dialog.tsx";
import { Field } from "../shown/field.tsx";
import { readForm } from "../sign-in/read-form.ts";
import { COURSES } from "./courses.ts";
import type { ListedAccount } from "./listed-account.ts";
import { useAccountFault } from "./use-account-fault.ts";

interface EnterCertificateParts {
  readonly account: ListedAccount;
  readonly onClose: (isDone: boolean) => void;
}

/** Enters that the holder of an account passed a course. */
export function EnterCertificate({ account, onClose }: EnterCertificateParts) {
  const { t } = useTranslation("accounts");
  const faultText = useAccountFault();
  const change = useChange(RecordCertificateDocument);
  const [fault, setFault] = useState<string | null>(null);
  const enter = async (form: HTMLFormElement) => {
    const { course, startsOn, endsOn } = readForm(form, ["course", "startsOn", "endsOn"]);
    if (startsOn === "" || endsOn === "" || startsOn > endsOn) return setFault(t("certificate.days"));
    const input = { accountId: account.id, course, startsOn, endsOn };
    const outcome = (await change.send({ input }))?.recordCertificate;
    const found = faultText(outcome?.errors, outcome == null);
    setFault(found);
    if (found === null) onClose(true);
  };
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    enter(event.currentTarget).catch(() => setFault(faultText(null, true)));
  };
  return (
    <Dialog title={t("certificate.of", { username: account.username })} onClose={() => onClose(false)}>
      <form onSubmit={submit}>
        <Field label={t("certificate.course")}>
          {(ids) => (
            <select {...ids} name="course" className="control">
              {COURSES.map((course) => (
                <option key={course} value={course}>
                  {t(`course.${course}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t("certificate.startsOn")}>
          {(ids) => <input {...ids} className="control" type="date" name="startsOn" />}
        </Field>
        <Field label={t("certificate.endsOn")} hint={t("certificate.note")}>
          {(ids) => <input {...ids} className="control" type="date" name="endsOn" />}
        </Field>
        {fault !== null && <Alert type="error" role="alert" title={fault} />}
        <Button kind="primary" type="submit" isBusy={change.isUnderWay}>
          {t("certificate.confirm")}
        </Button>
      </form>
    </Dialog>
  );
}
