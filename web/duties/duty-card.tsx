import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { RecordDutyJudgementDocument, type UnjudgedDutiesQuery } from "../generated/graphql.ts";
import { NamedAreas } from "../areas/named-areas.tsx";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { Field } from "../shown/field.tsx";
import { ToldFields } from "../shown/told-fields.tsx";
import { useFormat } from "../shown/use-format.ts";
import { usePurposeText, useRoleNames } from "../shown/use-names.ts";
import { useToldChange } from "../shown/use-told-change.ts";
import { readForm } from "../sign-in/read-form.ts";

type Edges = NonNullable<NonNullable<UnjudgedDutiesQuery["unjudgedDuties"]>["edges"]>;
type Duty = NonNullable<Edges[number]["node"]>;

/** One look: who, when, for which duty, at what; and the judgement, which stands once it is given. */
export function DutyCard({ duty }: { duty: Duty }) {
  const { t } = useTranslation("work");
  const format = useFormat();
  const roleNames = useRoleNames();
  const purposeText = usePurposeText();
  return (
    <li className="work-card">
      <h2>{duty.purpose != null && purposeText(duty.purpose)}</h2>
      <p>
        {duty.recordedAt != null && format.instant(duty.recordedAt)} ·{" "}
        {t("duties.people", { count: duty.residentCount ?? 0 })}
      </p>
      <p className="work-card-more">
        {roleNames(duty.viewerRoles ?? [])} · <NamedAreas codes={duty.viewerAreas ?? []} /> · {t("account")}{" "}
        {duty.viewerId}
      </p>
      <ToldFields entry={duty} />
      <Judgement id={duty.id} />
    </li>
  );
}

function Judgement({ id }: { id: string }) {
  const { t } = useTranslation("work");
  const change = useToldChange(
    RecordDutyJudgementDocument,
    "DutyJudgementErrorCode",
    ({ recordDutyJudgement }) => recordDutyJudgement,
  );
  const [isObjecting, setObjecting] = useState(false);
  const [hasNoNote, setNoNote] = useState(false);
  const [judged, setJudged] = useState<boolean | null>(null);
  if (judged !== null) {
    return <p role="status">{t(judged ? "duties.justified" : "duties.unjustified")}</p>;
  }
  const judge = async (isJustified: boolean, note: string | null) => {
    const done = await change.send({ input: { id, isJustified, note } });
    if (done !== null) setJudged(isJustified);
  };
  const begin = (isJustified: boolean, note: string | null) => {
    judge(isJustified, note).catch(() => undefined);
  };
  const object = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const note = readForm(event.currentTarget, ["note"]).note.trim();
    setNoNote(note === "");
    if (note !== "") begin(false, note);
  };
  const failed = change.fault !== null && <Alert type="error" role="alert" title={change.fault} />;
  if (!isObjecting) {
    return (
      <>
        {failed}
        <div className="work-actions">
          <Button kind="primary" isBusy={change.isUnderWay} onClick={() => begin(true, null)}>
            {t("duties.justify")}
          </Button>
          <Button onClick={() => setObjecting(true)}>{t("duties.object")}</Button>
        </div>
      </>
    );
  }
  return (
    <form className="work-form" onSubmit={object} noValidate>
      {failed}
      <Field label={t("duties.note")} fault={hasNoNote ? t("duties.noteMissing") : null}>
        {(ids) => <textarea {...ids} className="control" name="note" rows={3} maxLength={200} />}
      </Field>
      <div className="work-actions">
        <Button kind="danger" type="submit" isBusy={change.isUnderWay}>
          {t("duties.submitObjection")}
        </Button>
        <Button onClick={() => setObjecting(false)}>{t("back")}</Button>
      </div>
    </form>
  );
}
