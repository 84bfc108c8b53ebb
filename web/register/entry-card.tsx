import { useTranslation } from "react-i18next";
import { fullNameOf } from "../areas/full-name.ts";
import { Alert } from "../shown/alert.tsx";
import { Fact, Facts } from "../shown/facts.tsx";
import { ShownValue } from "../shown/shown-value.tsx";
import { useFieldLabel } from "../shown/use-field-name.ts";
import { useFormat } from "../shown/use-format.ts";
import { membersOf, type ReadEntry } from "./read-entry.ts";

/** Whose entry it is, as it stands. */
export function EntryCard({ of: entry }: { of: ReadEntry }) {
  const { t } = useTranslation(["register", "enums"]);
  const label = useFieldLabel();
  const format = useFormat();
  const { diedOn } = entry.object;
  return (
    <section className="work-card" aria-label={t("whose")}>
      <h2>
        <ShownValue of={entry.field("name")} />
      </h2>
      <Facts>
        <Fact label={label("Resident.idNumber")} of={entry.field("idNumber")} />
        <Fact label={label("Resident.sex")} of={entry.field("sex")} as={(sex) => t(`enums:Sex.${sex}`)} />
        <Fact label={label("Resident.birthOn")} of={entry.field("birthOn")} as={format.day} />
        <Fact label={label("Resident.area")} of={entry.field("area")} as={fullNameOf} />
        <Fact label={label("Resident.address")} of={entry.field("address")} />
        <Fact
          label={label("Resident.household")}
          of={entry.field("household")}
          as={() =>
            membersOf(entry)
              .map(({ name }) => name)
              .join("、")
          }
        />
      </Facts>
      {diedOn != null && <Alert type="info" title={t("died", { day: format.day(diedOn) })} />}
    </section>
  );
}
