import { useTranslation } from "react-i18next";
import { Fact, Facts } from "../../../shown/facts.tsx";
import { useFormat } from "../../../shown/use-format.ts";
import type { ResidentPart, Section } from "../section.ts";

export const familyPlanningSupport: Section = {
  key: "familyPlanningSupport",
  field: "familyPlanningSupport",
  Body: FamilyPlanningSupport,
};

function FamilyPlanningSupport({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation(["resident", "enums"]);
  const format = useFormat();
  const part = resident.part("familyPlanningSupport", "FamilyPlanningSupport");
  if (part === null) return null;
  return (
    <Facts>
      <Fact
        label={t("familyPlanningSupport.status")}
        of={part.field("status")}
        as={(status) => t(`enums:SupportStatus.${status}`)}
      />
      <Fact
        label={t("familyPlanningSupport.kind")}
        of={part.field("kind")}
        as={(kind) => t(`enums:SupportKind.${kind}`)}
      />
      <Fact label={t("familyPlanningSupport.startsOn")} of={part.field("startsOn")} as={format.day} />
      <Fact label={t("familyPlanningSupport.endsOn")} of={part.field("endsOn")} as={format.day} />
      <Fact label={t("familyPlanningSupport.monthlyAmount")} of={part.field("monthlyAmountFen")} as={format.yuan} />
    </Facts>
  );
}
