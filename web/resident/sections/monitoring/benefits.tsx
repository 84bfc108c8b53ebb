import { useTranslation } from "react-i18next";
import { Records } from "../../../shown/records.tsx";
import { useFormat } from "../../../shown/use-format.ts";
import type { ResidentPart, Section } from "../section.ts";

export const benefits: Section = { key: "benefits", field: "benefits", Body: Benefits };

function Benefits({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation(["resident", "enums"]);
  const format = useFormat();
  return (
    <Records
      caption={t("section.benefits")}
      isNamedAbove
      rows={resident.nodes("benefits", "Benefit")}
      hasMore={resident.object.benefits?.pageInfo?.hasNextPage}
      columns={(column) => [
        column("kind", t("benefits.kind"), (kind) => t(`enums:BenefitKind.${kind}`)),
        column("state", t("benefits.state"), (state) => t(`enums:BenefitState.${state}`)),
        column("periodStartsOn", t("benefits.startsOn"), format.day),
        column("periodEndsOn", t("benefits.endsOn"), format.day),
        column("changedOn", t("benefits.changedOn"), format.day),
        column("amountFen", t("benefits.amount"), format.yuan, { isNumber: true }),
      ]}
    />
  );
}
