import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Mark } from "../../../shown/mark.tsx";
import { Records } from "../../../shown/records.tsx";
import { useFormat } from "../../../shown/use-format.ts";
import { isOpenCase, isOverdueCase } from "../matters.ts";
import type { ResidentPart, Section } from "../section.ts";

export const cases: Section = { key: "cases", field: "cases", Body: Cases };

function Cases({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation(["resident", "enums"]);
  const format = useFormat();
  const [now] = useState(() => Date.now());
  const all = resident.nodes("cases", "Case");
  // What is under way stands above what is done.
  const rows = [...all.filter(isOpenCase), ...all.filter((one) => !isOpenCase(one))];
  return (
    <Records
      caption={t("section.cases")}
      isNamedAbove
      rows={rows}
      hasMore={resident.object.cases?.pageInfo?.hasNextPage}
      columns={(column) => [
        column("number", t("cases.number"), (number) => number),
        column("item", t("cases.item"), ({ name }) => name),
        column("status", t("cases.status"), (status, row) => (
          <span>
            {isOpenCase(row) ? <Mark>{t(`enums:CaseStatus.${status}`)}</Mark> : t(`enums:CaseStatus.${status}`)}
            {isOverdueCase(row, now) && (
              <>
                {" "}
                <Mark as="bad">{t("cases.overdue")}</Mark>
              </>
            )}
          </span>
        )),
        column("openedOn", t("cases.openedOn"), format.day),
        column("dueOn", t("cases.dueOn"), format.day),
        column("closedOn", t("cases.closedOn"), format.day),
      ]}
    />
  );
}
