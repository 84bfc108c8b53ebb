import { useTranslation } from "react-i18next";
import { Fact, Facts } from "../../../shown/facts.tsx";
import { useFormat } from "../../../shown/use-format.ts";
import type { ResidentPart, Section } from "../section.ts";

export const birthRegistration: Section = {
  key: "birthRegistration",
  field: "birthRegistration",
  Body: BirthRegistration,
};

function BirthRegistration({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation("resident");
  const format = useFormat();
  const part = resident.part("birthRegistration", "BirthRegistration");
  if (part === null) return null;
  return (
    <Facts>
      <Fact label={t("birthRegistration.registeredOn")} of={part.field("registeredOn")} as={format.day} />
      <Fact label={t("birthRegistration.certificateNumber")} of={part.field("certificateNumber")} />
      <Fact label={t("birthRegistration.institution")} of={part.field("institution")} />
    </Facts>
  );
}
