import { useTranslation } from "react-i18next";
import { FieldRecords } from "../../../shown/field-values.tsx";
import type { ResidentPart, Section } from "../section.ts";

export const benefits: Section = { key: "benefits", field: "benefits", Body: Benefits };

function Benefits({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation("resident");
  return (
    <FieldRecords
      caption={t("section.benefits")}
      isNamedAbove
      rows={resident.nodes("benefits", "Benefit")}
      hasMore={resident.object.benefits?.pageInfo?.hasNextPage}
    />
  );
}
