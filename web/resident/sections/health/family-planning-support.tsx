import { Facts } from "../../../shown/facts.tsx";
import { FieldFacts } from "../../../shown/field-values.tsx";
import type { ResidentPart, Section } from "../section.ts";

export const familyPlanningSupport: Section = {
  key: "familyPlanningSupport",
  field: "familyPlanningSupport",
  Body: FamilyPlanningSupport,
};

function FamilyPlanningSupport({ resident }: { resident: ResidentPart }) {
  const part = resident.part("familyPlanningSupport", "FamilyPlanningSupport");
  if (part === null) return null;
  return (
    <Facts>
      <FieldFacts of={part} />
    </Facts>
  );
}
