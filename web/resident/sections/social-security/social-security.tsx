import { useTranslation } from "react-i18next";
import { useAreaNames } from "../../../areas/use-area-names.tsx";
import { Fact, Facts } from "../../../shown/facts.tsx";
import { Standing } from "../../../shown/mark.tsx";
import { Records } from "../../../shown/records.tsx";
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
        <Fact
          label={t("socialSecurity.status")}
          of={part.field("status")}
          as={(status) => t(`enums:ParticipationStatus.${status}`)}
        />
        {pension !== null && (
          <>
            <Fact label={t("socialSecurity.pensionStartsOn")} of={pension.field("startsOn")} as={format.month} />
            <Fact label={t("socialSecurity.pensionAmount")} of={pension.field("monthlyAmountFen")} as={format.yuan} />
          </>
        )}
      </Facts>
      <Records
        caption={t("socialSecurity.insurance")}
        isNamedAbove
        rows={rows}
        columns={(column) => [
          column("insurance", t("socialSecurity.insurance"), (kind) => t(`enums:InsuranceKind.${kind}`)),
          column("status", t("socialSecurity.status"), (status) => (
            <Standing isGood={status !== "SUSPENDED"}>{t(`enums:ParticipationStatus.${status}`)}</Standing>
          )),
          column("paidMonths", t("socialSecurity.paidMonths"), (count) => t("socialSecurity.months", { count }), {
            isNumber: true,
          }),
          column("contributionBaseFen", t("socialSecurity.contributionBase"), format.yuan, { isNumber: true }),
          column("insuredArea", t("socialSecurity.insuredArea"), areaName),
          column("employer", t("socialSecurity.employer"), (name) => name),
        ]}
      />
    </>
  );
}
