import { Facts } from "../../../shown/facts.tsx";
import { FieldFacts } from "../../../shown/field-values.tsx";
import type { ResidentPart, Section } from "../section.ts";

export const monitoring: Section = { key: "monitoring", field: "monitoring", Body: Monitoring };

function Monitoring({ resident }: { resident: ResidentPart }) {
  const part = resident.part("monitoring", "Monitoring");
  if (part === null) return null;
  return (
    <Facts>
      <FieldFacts of={part} />
    </Facts>
  );
}
