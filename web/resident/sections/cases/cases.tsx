import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldRecords } from "../../../shown/field-values.tsx";
import { Mark } from "../../../shown/mark.tsx";
import { isOpenCase, isOverdueCase } from "../matters.ts";
import type { ResidentPart, Section } from "../section.ts";

export const cases: Section = { key: "cases", field: "cases", Body: Cases };

function Cases({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation(["resident", "enums"]);
  const [now] = useState(() => Date.now());
  const all = resident.nodes("cases", "Case");
  // What is under way stands above what is done.
  const rows = [...all.filter(isOpenCase), ...all.filter((one) => !isOpenCase(one))];
  return (
    <FieldRecords
      caption={t("section.cases")}
      isNamedAbove
      rows={rows}
      hasMore={resident.object.cases?.pageInfo?.hasNextPage}
      as={{
        item: ({ name }) => name,
        status: (status, row) => (
          <span>
            {isOpenCase(row) ? <Mark>{t(`enums:CaseStatus.${status}`)}</Mark> : t(`enums:CaseStatus.${status}`)}
            {isOverdueCase(row, now) && (
              <>
                {" "}
                <Mark as="bad">{t("cases.overdue")}</Mark>
              </>
            )}
          </span>
        ),
        origin: null,
      }}
    />
  );
}
