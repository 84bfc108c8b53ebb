import { useTranslation } from "react-i18next";
import { Fact, Facts } from "../../../shown/facts.tsx";
import { FieldFacts } from "../../../shown/field-values.tsx";
import { useFieldLabel } from "../../../shown/use-field-name.ts";
import { useFormat } from "../../../shown/use-format.ts";
import type { ResidentPart, Section } from "../section.ts";

export const oldAgeAllowance: Section = { key: "oldAgeAllowance", field: "oldAgeAllowance", Body: OldAgeAllowance };

function OldAgeAllowance({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation("resident");
  const label = useFieldLabel();
  const format = useFormat();
  const part = resident.part("oldAgeAllowance", "OldAgeAllowance");
  if (part === null) return null;
  const endsOn = part.field("endsOn");
  // Without an end it is being paid: that is more than "no record".
  const end = endsOn.state === "none" ? ({ state: "value", value: t("oldAgeAllowance.stillPaid") } as const) : endsOn;
  return (
    <Facts>
      <FieldFacts of={part} as={{ bandAge: (count) => t("oldAgeAllowance.bandAge", { count }), endsOn: null }} />
      <Fact
        label={label("OldAgeAllowance.endsOn")}
        of={end}
        as={(text) => (endsOn.state === "none" ? text : format.day(text))}
      />
    </Facts>
  );
}
