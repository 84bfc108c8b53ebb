import { useTranslation } from "react-i18next";
import { FieldRecords } from "../../../shown/field-values.tsx";
import { Mark } from "../../../shown/mark.tsx";
import { useFieldLabel } from "../../../shown/use-field-name.ts";
import type { ResidentPart, Section } from "../section.ts";

export const visits: Section = { key: "visits", field: "visits", Body: Visits };

function Visits({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation("resident");
  const label = useFieldLabel();
  const rows = resident.nodes("visits", "Visit");
  const tasks = rows
    .flatMap((visit) => visit.parts("followUps", "FollowUp"))
    .sort((one, other) => Number(other.object.isOverdue ?? false) - Number(one.object.isOverdue ?? false));
  return (
    <>
      <FieldRecords
        caption={t("section.visits")}
        isNamedAbove
        rows={rows}
        hasMore={resident.object.visits?.pageInfo?.hasNextPage}
      />
      {tasks.length > 0 && (
        <FieldRecords
          caption={label("Visit.followUps")}
          rows={tasks}
          as={{
            isOverdue: (isOverdue) => (isOverdue ? <Mark as="bad">{t("visits.overdue")}</Mark> : t("visits.onTime")),
          }}
        />
      )}
    </>
  );
}
