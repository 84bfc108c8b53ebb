import { useTranslation } from "react-i18next";
import { Mark } from "../../../shown/mark.tsx";
import { Records } from "../../../shown/records.tsx";
import { useFormat } from "../../../shown/use-format.ts";
import type { ResidentPart, Section } from "../section.ts";

export const visits: Section = { key: "visits", field: "visits", Body: Visits };

function Visits({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation(["resident", "enums"]);
  const format = useFormat();
  const rows = resident.nodes("visits", "Visit");
  const tasks = rows
    .flatMap((visit) => visit.parts("followUps", "FollowUp"))
    .sort((one, other) => Number(other.object.isOverdue ?? false) - Number(one.object.isOverdue ?? false));
  return (
    <>
      <Records
        caption={t("section.visits")}
        isNamedAbove
        rows={rows}
        hasMore={resident.object.visits?.pageInfo?.hasNextPage}
        columns={(column) => [
          column("visitedOn", t("visits.visitedOn"), format.day),
          column("visitor", t("visits.visitor"), (visitor) => t(`enums:Visitor.${visitor}`)),
          column("kind", t("visits.kind"), (kind) => t(`enums:VisitKind.${kind}`)),
          column("outcome", t("visits.outcome"), (outcome) => t(`enums:VisitOutcome.${outcome}`)),
          column("note", t("visits.note"), (note) => note),
        ]}
      />
      {tasks.length > 0 && (
        <Records
          caption={t("visits.followUps")}
          rows={tasks}
          columns={(column) => [
            column("kind", t("visits.task"), (kind) => t(`enums:FollowUpKind.${kind}`)),
            column("dueOn", t("visits.dueOn"), format.day),
            column("doneOn", t("visits.doneOn"), format.day),
            column("isOverdue", t("visits.standing"), (isOverdue) =>
              isOverdue ? <Mark as="bad">{t("visits.overdue")}</Mark> : t("visits.onTime"),
            ),
          ]}
        />
      )}
    </>
  );
}
