import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type OwnLooksQuery, RaiseObjectionDocument } from "../generated/graphql.ts";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { Field } from "../shown/field.tsx";
import { useToldChange } from "../shown/use-told-change.ts";

type Connection = NonNullable<NonNullable<OwnLooksQuery["resident"]>["accessRecords"]>;
type Made = NonNullable<NonNullable<Connection["edges"]>[number]["node"]>["objection"];

/** What the resident objected to in one look, or the way to do it. */
export function Objection({ lookId, made }: { lookId: string; made: Made }) {
  const { t } = useTranslation("record");
  const { isUnderWay, fault, send } = useToldChange(
    RaiseObjectionDocument,
    "ObjectionErrorCode",
    ({ raiseObjection }) => raiseObjection,
  );
  const [reason, setReason] = useState("");
  const [sent, setSent] = useState<Made>(null);
  const objection = sent ?? made;
  if (objection != null) {
    return (
      <p className="row-more">
        {t("own.objected", { reason: objection.reason })}
        {objection.answer != null && ` ${t("own.answer", { answer: objection.answer })}`}
      </p>
    );
  }
  const submit = () => {
    send({ input: { lookId, reason } })
      .then((done) => {
        if (done?.objection != null) setSent(done.objection);
      })
      .catch(() => undefined);
  };
  return (
    <details>
      <summary>{t("own.object")}</summary>
      <Field label={t("own.reason")}>
        {({ id }) => (
          <input className="control" id={id} value={reason} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
      <Button isBusy={isUnderWay} disabled={reason.trim() === ""} onClick={submit}>
        {t("own.send")}
      </Button>
      {fault !== null && <Alert type="error" role="alert" title={fault} />}
    </details>
  );
}
