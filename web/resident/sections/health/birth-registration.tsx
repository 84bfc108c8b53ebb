import { Facts } from "../../../shown/facts.tsx";
import { FieldFacts } from "../../../shown/field-values.tsx";
import type { ResidentPart, Section } from "../section.ts";

export const birthRegistration: Section = {
  key: "birthRegistration",
  field: "birthRegistration",
  Body: BirthRegistration,
};

function BirthRegistration({ resident }: { resident: ResidentPart }) {
  const part = resident.part("birthRegistration", "BirthRegistration");
  if (part === null) return null;
  return (
    <Facts>
      <FieldFacts of={part} />
    </Facts>
  );
}
