import { Facts } from "../../../shown/facts.tsx";
import { FieldFacts, FieldRecords } from "../../../shown/field-values.tsx";
import { useFieldLabel } from "../../../shown/use-field-name.ts";
import type { ResidentPart, Section } from "../section.ts";

export const assistance: Section = { key: "assistance", field: "assistance", Body: Assistance };

function Assistance({ resident }: { resident: ResidentPart }) {
  const label = useFieldLabel();
  const part = resident.part("assistance", "Assistance");
  if (part === null) return null;
  return (
    <>
      <Facts>
        <FieldFacts of={part} />
      </Facts>
      <FieldRecords
        caption={label("Assistance.awards")}
        rows={part.nodes("awards", "Award")}
        hasMore={part.object.awards?.pageInfo?.hasNextPage}
      />
    </>
  );
}
