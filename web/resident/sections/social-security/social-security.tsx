import { useTranslation } from "react-i18next";
import { Fact, Facts } from "../../../shown/facts.tsx";
import { Records } from "../../../shown/records.tsx";
import { useFormat } from "../../../shown/use-format.ts";
import type { ResidentPart, Section } from "../section.ts";
import { useCityName } from "./city-name.ts";

export const socialSecurity: Section = {
  key: "socialSecurity",
  field: "socialSecurity",
  Body: SocialSecurity,
};

function SocialSecurity({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation(["resident", "enums"]);
  const format = useFormat();
  const cityName = useCityName();
  const part = resident.part("socialSecurity", "SocialSecurity");
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
        rows={part.parts("participations", "Participation")}
        columns={(column) => [
          column("insurance", t("socialSecurity.insurance"), (kind) => t(`enums:InsuranceKind.${kind}`)),
          column("status", t("socialSecurity.status"), (status) => t(`enums:ParticipationStatus.${status}`)),
          column("paidMonths", t("socialSecurity.paidMonths"), (count) => t("socialSecurity.months", { count }), {
            isNumber: true,
          }),
          column("contributionBaseFen", t("socialSecurity.contributionBase"), format.yuan, { isNumber: true }),
          column("insuredArea", t("socialSecurity.insuredArea"), cityName),
          column("employer", t("socialSecurity.employer"), (name) => name),
        ]}
      />
    </>
  );
}
