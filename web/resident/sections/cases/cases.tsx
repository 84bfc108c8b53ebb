import { useTranslation } from "react-i18next";
import { Records } from "../../../shown/records.tsx";
import { useFormat } from "../../../shown/use-format.ts";
import type { ResidentPart, Section } from "../section.ts";

export const cases: Section = { key: "cases", field: "cases", Body: Cases };

function Cases({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation(["resident", "enums"]);
  const format = useFormat();
  return (
    <Records
      caption={t("section.cases")}
      rows={resident.nodes("cases", "Case")}
      hasMore={resident.object.cases?.pageInfo?.hasNextPage}
      columns={(column) => [
        column("number", t("cases.number"), (number) => number),
        column("item", t("cases.item"), ({ name }) => name),
        column("status", t("cases.status"), (status) => t(`enums:CaseStatus.${status}`)),
        column("openedOn", t("cases.openedOn"), format.day),
        column("dueOn", t("cases.dueOn"), format.day),
        column("closedOn", t("cases.closedOn"), format.day),
      ]}
    />
  );
}
