import { useTranslation } from "react-i18next";
import { useAreaNames } from "../../../areas/use-area-names.tsx";
import { Facts } from "../../../shown/facts.tsx";
import { FieldFacts, FieldRecords } from "../../../shown/field-values.tsx";
import { Standing } from "../../../shown/mark.tsx";
import { useFieldLabel } from "../../../shown/use-field-name.ts";
import { useFormat } from "../../../shown/use-format.ts";
import { insuranceRank } from "../insurance-order.ts";
import type { ResidentPart, Section } from "../section.ts";

export const socialSecurity: Section = {
  key: "socialSecurity",
  field: "socialSecurity",
  Body: SocialSecurity,
};

function SocialSecurity({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation(["resident", "enums"]);
  const label = useFieldLabel();
  const format = useFormat();
  const part = resident.part("socialSecurity", "SocialSecurity");
  const rows = [...(part?.parts("participations", "Participation") ?? [])].sort(
    (one, other) => insuranceRank(one.object.insurance) - insuranceRank(other.object.insurance),
  );
  // Social Security names the place by its code alone (docs/adr/0015).
  const areaName = useAreaNames(rows.flatMap(({ object }) => object.insuredArea ?? []));
  if (part === null) return null;
  const pension = part.part("pension", "Pension");
  return (
    <>
      <Facts>
        <FieldFacts of={part} />
        {pension !== null && <FieldFacts of={pension} as={{ startsOn: format.month }} />}
      </Facts>
      <FieldRecords
        caption={label("Participation.insurance")}
        isNamedAbove
        rows={rows}
        as={{
          status: (status) => (
            <Standing isGood={status !== "SUSPENDED"}>{t(`enums:ParticipationStatus.${status}`)}</Standing>
          ),
          paidMonths: (count) => t("socialSecurity.months", { count }),
          insuredArea: areaName,
        }}
      />
    </>
  );
}
