import { useTranslation } from "react-i18next";
import { Fact, Facts } from "../../../shown/facts.tsx";
import { Records } from "../../../shown/records.tsx";
import { useFormat } from "../../../shown/use-format.ts";
import type { ResidentPart, Section } from "../section.ts";

export const medicalInsurance: Section = {
  key: "medicalInsurance",
  field: "medicalInsurance",
  Body: MedicalInsurance,
};

function MedicalInsurance({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation(["resident", "enums"]);
  const format = useFormat();
  const part = resident.part("medicalInsurance", "MedicalInsurance");
  if (part === null) return null;
  return (
    <>
      <Facts>
        <Fact
          label={t("medicalInsurance.scheme")}
          of={part.field("scheme")}
          as={(scheme) => t(`enums:MedicalScheme.${scheme}`)}
        />
        <Fact
          label={t("medicalInsurance.status")}
          of={part.field("status")}
          as={(status) => t(`enums:EnrolmentStatus.${status}`)}
        />
        <Fact label={t("medicalInsurance.balance")} of={part.field("personalAccountBalanceFen")} as={format.yuan} />
      </Facts>
      <Records
        caption={t("medicalInsurance.claims")}
        rows={part.nodes("claims", "Claim")}
        hasMore={part.object.claims?.pageInfo?.hasNextPage}
        columns={(column) => [
          column("settledOn", t("medicalInsurance.settledOn"), format.day),
          column("hospital", t("medicalInsurance.hospital"), (name) => name),
          column("diagnosis", t("medicalInsurance.diagnosis"), (name) => name),
          column("totalFen", t("medicalInsurance.total"), format.yuan, { isNumber: true }),
          column("reimbursedFen", t("medicalInsurance.reimbursed"), format.yuan, { isNumber: true }),
        ]}
      />
    </>
  );
}
