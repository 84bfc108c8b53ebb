import { Facts } from "../../../shown/facts.tsx";
import { FieldFacts, FieldRecords } from "../../../shown/field-values.tsx";
import { Freshness } from "../../../shown/freshness.tsx";
import { useFieldLabel } from "../../../shown/use-field-name.ts";
import { useFormat } from "../../../shown/use-format.ts";
import type { ResidentPart, Section } from "../section.ts";

export const housingFund: Section = { key: "housingFund", field: "housingFund", Body: HousingFund };

function HousingFund({ resident }: { resident: ResidentPart }) {
  const label = useFieldLabel();
  const format = useFormat();
  const part = resident.part("housingFund", "HousingFund");
  if (part === null) return null;
  return (
    <>
      <Facts>
        <FieldFacts of={part} as={{ depositedUntilOn: format.month }} />
      </Facts>
      <FieldRecords
        caption={label("HousingFund.deposits")}
        most={3}
        rows={part.nodes("deposits", "HousingFundDeposit")}
        hasMore={part.object.deposits?.pageInfo?.hasNextPage}
      />
      <Freshness of={part.object} />
    </>
  );
}
