import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { RecordVisitV2Document } from "../generated/graphql.ts";
import type { Purpose } from "../graph/purpose.ts";
import { Button } from "../shown/button.tsx";
import { DayField } from "../shown/day-field.tsx";
import { TextArea } from "../shown/text-area.tsx";
import { daysAfter, today } from "../shown/today.ts";
import { Choice } from "../shown/choice.tsx";
import { useFieldLabel } from "../shown/use-field-name.ts";
import { KeptForm } from "./kept-form.tsx";
import { sendChange } from "./send-change.ts";
import { useKeptChange } from "./use-kept-change.ts";
import { EARLIEST_DAYS, emptyVisit, inputOf, type VisitDraft } from "./visit-draft.ts";
import { FindingRows, FollowUpRows } from "./visit-rows.tsx";

const KINDS = ["ROUTINE", "CARE", "REFERRED", "RETURN"] as const;

/** A visit with what was found and what is to be done. */
export function VisitForm({ residentId, purpose }: { residentId: string; purpose: Purpose }) {
  const { t } = useTranslation(["work", "enums"]);
  const label = useFieldLabel();
  const change = useKeptChange<VisitDraft>({
    name: `visit.${residentId}`,
    empty: emptyVisit(),
    send: (client, draft, key) => {
      return sendChange(client, {
        document: RecordVisitV2Document,
        variables: { input: inputOf(draft, residentId, key) },
        purpose,
        kind: "GridErrorCode",
        payloadOf: ({ recordVisit }) => recordVisit,
      });
    },
  });
  const { draft, standing } = change;
  if (standing === "done") return <Recorded onAnother={change.discard} />;
  return (
    <KeptForm change={change} submit={t("visit.submit")}>
      <Choice
        label={label("Visit.kind")}
        options={KINDS.map((one) => [one, t(`enums:VisitKind.${one}`)] as const)}
        value={draft.kind}
        onChange={(kind) => change.change({ kind })}
      />
      <DayField
        label={label("Visit.visitedOn")}
        min={daysAfter(today(), -EARLIEST_DAYS)}
        max={today()}
        value={draft.visitedOn}
        onChange={(visitedOn) => change.change({ visitedOn })}
      />
      <label className="work-check">
        <input
          type="checkbox"
          checked={draft.isMet}
          onChange={(event) => change.change({ isMet: event.target.checked })}
        />
        {t("visit.isMet")}
      </label>
      <FindingRows draft={draft} onChange={(findings) => change.change({ findings })} />
      <FollowUpRows draft={draft} onChange={(followUps) => change.change({ followUps })} />
      <TextArea
        label={label("Visit.note")}
        hint={t("visit.noteHint")}
        rows={4}
        value={draft.note}
        onChange={(note) => change.change({ note })}
      />
      <p className="field-hint">{t("send.kept")}</p>
    </KeptForm>
  );
}

function Recorded({ onAnother }: { onAnother: () => void }) {
  const { t } = useTranslation("work");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="work-card" role="status">
      <h2 ref={heading} tabIndex={-1}>
        {t("visit.recorded")}
      </h2>
      <div className="work-actions">
        <Link className="work-link" to="/tasks">
          {t("visit.toTasks")}
        </Link>
        <Button onClick={onAnother}>{t("visit.another")}</Button>
      </div>
    </section>
  );
}
