import { useTranslation } from "react-i18next";
import { Fact, Facts } from "../../../shown/facts.tsx";
import { useFormat } from "../../../shown/use-format.ts";
import type { ResidentPart, Section } from "../section.ts";

export const monitoring: Section = { key: "monitoring", field: "monitoring", Body: Monitoring };

function Monitoring({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation(["resident", "enums"]);
  const format = useFormat();
  const part = resident.part("monitoring", "Monitoring");
  if (part === null) return null;
  return (
    <Facts>
      <Fact
        label={t("monitoring.level")}
        of={part.field("level")}
        as={(level) => t(`enums:MonitoringLevel.${level}`)}
      />
      <Fact
        label={t("monitoring.certification")}
        of={part.field("certification")}
        as={(certification) => t(`enums:Certification.${certification}`)}
      />
      <Fact label={t("monitoring.certifiedOn")} of={part.field("certifiedOn")} as={format.day} />
      <Fact label={t("monitoring.reviewDueOn")} of={part.field("reviewDueOn")} as={format.day} />
    </Facts>
  );
}
