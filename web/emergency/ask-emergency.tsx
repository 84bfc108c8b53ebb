import "../styles/work.css";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { RequestEmergencyAccessV2Document } from "../generated/graphql.ts";
import { type EmergencyPurpose, faultOf } from "../graph/purpose.ts";
import { useAccount } from "../session/session-context.tsx";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { Field } from "../shown/field.tsx";
import { useToldChange } from "../shown/use-told-change.ts";
import { readForm } from "../sign-in/read-form.ts";
import { AwaitConfirmation } from "./await-confirmation.tsx";
import { findRequest, keepRequest } from "./open-requests.ts";

interface AskEmergencyParts {
  readonly idNumber: string;
  readonly onOpen: (purpose: EmergencyPurpose) => void;
}

/** For somebody who was not found here: asks to see one resident of another area, and waits until another confirms it. */
export function AskEmergency({ idNumber, onOpen }: AskEmergencyParts) {
  const { id: accountId, purposeKinds } = useAccount();
  const [requestId, setRequestId] = useState(() => findRequest(accountId, idNumber));
  if (!purposeKinds.includes("emergency")) return null;
  const keep = (id: string | null) => {
    keepRequest(accountId, idNumber, id);
    setRequestId(id);
  };
  if (requestId === null) return <AskForm idNumber={idNumber} onAsked={keep} />;
  return (
    <AwaitConfirmation
      id={requestId}
      onOpen={() => onOpen({ kind: "emergency", detail: requestId })}
      onOver={() => keep(null)}
    />
  );
}

function AskForm({ idNumber, onAsked }: { idNumber: string; onAsked: (id: string) => void }) {
  const { t } = useTranslation(["work", "resident"]);
  const change = useToldChange(
    RequestEmergencyAccessV2Document,
    "EmergencyAccessErrorCode",
    ({ requestEmergencyAccess }) => requestEmergencyAccess,
  );
  const [isOpen, setOpen] = useState(false);
  const [fault, setFault] = useState<ReturnType<typeof faultOf>>(null);
  const ask = async (reason: string) => {
    const made = (await change.send({ input: { idNumber, reason } }))?.emergencyAccess;
    if (made != null) onAsked(made.id);
  };
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = readForm(event.currentTarget, ["reason"]).reason.trim();
    // A reason is held to what a duty is.
    const found = faultOf({ kind: "duty", detail: reason });
    setFault(found);
    if (found === null) ask(reason).catch(() => undefined);
  };
  if (!isOpen) {
    return (
      <p className="work-elsewhere">
        <Button onClick={() => setOpen(true)}>{t("emergency.open")}</Button>
      </p>
    );
  }
  return (
    <form className="work-form work" onSubmit={submit} noValidate>
      <p>{t("emergency.intro")}</p>
      <Field
        label={t("emergency.reason")}
        hint={t("emergency.reasonHint")}
        fault={fault === null ? null : t(`emergency.fault.${fault}`)}
      >
        {(ids) => <input {...ids} className="control" name="reason" autoComplete="off" autoFocus />}
      </Field>
      {change.fault !== null && <Alert type="error" role="alert" title={change.fault} />}
      <div className="work-actions">
        <Button kind="primary" type="submit" isBusy={change.isUnderWay}>
          {t("emergency.submit")}
        </Button>
        <Button onClick={() => setOpen(false)}>{t("back")}</Button>
      </div>
    </form>
  );
}
