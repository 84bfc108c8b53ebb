import { useTranslation } from "react-i18next";
import { Fact, Facts } from "../../../shown/facts.tsx";
import { useFormat } from "../../../shown/use-format.ts";
import type { ResidentPart, Section } from "../section.ts";

export const oldAgeAllowance: Section = { key: "oldAgeAllowance", field: "oldAgeAllowance", Body: OldAgeAllowance };

function OldAgeAllowance({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation("resident");
  const format = useFormat();
  const part = resident.part("oldAgeAllowance", "OldAgeAllowance");
  if (part === null) return null;
  const endsOn = part.field("endsOn");
  // Without an end it is being paid: that is more than "no record".
  const end = endsOn.state === "none" ? ({ state: "value", value: t("oldAgeAllowance.stillPaid") } as const) : endsOn;
  return (
    <Facts>
      <Fact
        label={t("oldAgeAllowance.band")}
        of={part.field("bandAge")}
        as={(count) => t("oldAgeAllowance.bandAge", { count })}
      />
      <Fact label={t("oldAgeAllowance.startsOn")} of={part.field("startsOn")} as={format.day} />
      <Fact
        label={t("oldAgeAllowance.endsOn")}
        of={end}
        as={(text) => (endsOn.state === "none" ? text : format.day(text))}
      />
      <Fact label={t("oldAgeAllowance.monthlyAmount")} of={part.field("monthlyAmountFen")} as={format.yuan} />
    </Facts>
  );
}
