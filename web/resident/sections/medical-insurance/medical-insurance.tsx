import { Facts } from "../../../shown/facts.tsx";
import { FieldFacts, FieldRecords } from "../../../shown/field-values.tsx";
import { useFieldLabel } from "../../../shown/use-field-name.ts";
import type { ResidentPart, Section } from "../section.ts";

export const medicalInsurance: Section = {
  key: "medicalInsurance",
  field: "medicalInsurance",
  Body: MedicalInsurance,
};

function MedicalInsurance({ resident }: { resident: ResidentPart }) {
  const label = useFieldLabel();
  const part = resident.part("medicalInsurance", "MedicalInsurance");
  if (part === null) return null;
  return (
    <>
      <Facts>
        <FieldFacts of={part} />
      </Facts>
      <FieldRecords
        caption={label("MedicalInsurance.claims")}
        rows={part.nodes("claims", "Claim")}
        hasMore={part.object.claims?.pageInfo?.hasNextPage}
      />
    </>
  );
}
