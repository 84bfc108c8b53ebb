import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../shown/button.tsx";
import { Choice } from "../shown/choice.tsx";
import { DayField } from "../shown/day-field.tsx";
import { TextArea } from "../shown/text-area.tsx";
import {
  emptyFinding,
  emptyFollowUp,
  type FindingDraft,
  type FollowUpDraft,
  MOST_ROWS,
  type VisitDraft,
} from "./visit-draft.ts";

const FINDINGS = ["HEALTH", "CARE", "LIVELIHOOD", "HOUSING", "ENTITLEMENT", "OTHER"] as const;
const SEVERITIES = ["NOTED", "SERIOUS", "URGENT"] as const;
const TASKS = ["VISIT_AGAIN", "ASSISTANCE_RECHECK", "HEALTH_REFERRAL", "REPAIR", "HELP_TO_APPLY", "OTHER"] as const;

interface RowsParts<Row> {
  readonly draft: VisitDraft;
  readonly onChange: (rows: readonly Row[]) => void;
}

export function FindingRows({ draft, onChange }: RowsParts<FindingDraft>) {
  const { t } = useTranslation(["work", "enums"]);
  return (
    <Rows
      title={t("visit.findings")}
      rows={draft.findings}
      onChange={onChange}
      add={t("visit.addFinding")}
      make={emptyFinding}
    >
      {(row, change) => (
        <>
          <Choice
            label={t("visit.findingKind")}
            options={FINDINGS.map((one) => [one, t(`enums:FindingKind.${one}`)] as const)}
            value={row.kind}
            onChange={(kind) => change({ kind })}
          />
          <Choice
            label={t("visit.severity")}
            options={SEVERITIES.map((one) => [one, t(`enums:Severity.${one}`)] as const)}
            value={row.severity}
            onChange={(severity) => change({ severity })}
          />
          <TextArea rows={2} label={t("visit.findingNote")} value={row.note} onChange={(note) => change({ note })} />
        </>
      )}
    </Rows>
  );
}

export function FollowUpRows({ draft, onChange }: RowsParts<FollowUpDraft>) {
  const { t } = useTranslation(["work", "enums"]);
  const make = () => emptyFollowUp(draft);
  return (
    <Rows
      title={t("visit.followUps")}
      rows={draft.followUps}
      onChange={onChange}
      add={t("visit.addFollowUp")}
      make={make}
    >
      {(row, change) => (
        <>
          <Choice
            label={t("visit.followUpKind")}
            options={TASKS.map((one) => [one, t(`enums:FollowUpKind.${one}`)] as const)}
            value={row.kind}
            onChange={(kind) => change({ kind })}
          />
          <DayField
            label={t("tasks.dueOn")}
            min={draft.visitedOn}
            value={row.dueOn}
            onChange={(dueOn) => change({ dueOn })}
          />
          <TextArea rows={2} label={t("visit.followUpNote")} value={row.note} onChange={(note) => change({ note })} />
        </>
      )}
    </Rows>
  );
}

interface ListedRowsParts<Row> {
  readonly title: string;
  readonly add: string;
  readonly rows: readonly Row[];
  readonly make: () => Row;
  readonly onChange: (rows: readonly Row[]) => void;
  readonly children: (row: Row, change: (part: Partial<Row>) => void) => ReactNode;
}

function Rows<Row extends object>({ title, add, rows, make, onChange, children }: ListedRowsParts<Row>) {
  const { t } = useTranslation("work");
  return (
    <fieldset className="work-rows">
      <legend>{title}</legend>
      {rows.map((row, at) => (
        // A row has nothing but its place to tell it by.
        <div key={at} className="work-row" role="group" aria-label={`${title} ${at + 1}`}>
          {children(row, (part) => onChange(rows.map((one, place) => (place === at ? { ...one, ...part } : one))))}
          <Button onClick={() => onChange(rows.filter((_, place) => place !== at))}>{t("visit.remove")}</Button>
        </div>
      ))}
      {rows.length < MOST_ROWS && <Button onClick={() => onChange([...rows, make()])}>{add}</Button>}
    </fieldset>
  );
}
