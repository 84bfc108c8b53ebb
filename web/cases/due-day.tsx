import { useTranslation } from "react-i18next";
import type { CaseStatus } from "../generated/graphql.ts";
import { today } from "../shown/today.ts";
import { useFormat } from "../shown/use-format.ts";

const RUNNING: ReadonlySet<CaseStatus> = new Set(["ACCEPTED", "IN_REVIEW", "IN_PUBLICITY"]);

interface DueDayParts {
  readonly dueOn: string | null | undefined;
  readonly status: CaseStatus | null | undefined;
}

/** The last day for a decision, and in words that it has passed while the clock was running. */
export function DueDay({ dueOn, status }: DueDayParts) {
  const { t } = useTranslation(["work", "resident"]);
  const format = useFormat();
  if (dueOn == null) return <>{t("cases.noClock")}</>;
  const isOverdue = status != null && RUNNING.has(status) && dueOn < today();
  return (
    <>
      {format.day(dueOn)}
      {isOverdue && <span className="state state-caution">{t("resident:visits.overdue")}</span>}
    </>
  );
}
