import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { fullNameOf } from "../areas/full-name.ts";
import { ageOn } from "../shown/amounts-and-days.ts";
import { Facts } from "../shown/facts.tsx";
import { FieldFacts } from "../shown/field-values.tsx";
import { ShownValue } from "../shown/shown-value.tsx";
import { useFormat } from "../shown/use-format.ts";
import type { ResidentPart } from "./sections/section.ts";

/** Who it is: what a clerk compares with the card on the counter. */
export function IdentityCard({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation("resident");
  const format = useFormat();
  const heading = useRef<HTMLHeadingElement>(null);
  const { id } = resident.object;
  useEffect(() => heading.current?.focus(), [id]);
  return (
    <section className="identity" aria-labelledby="resident-name">
      <h1 id="resident-name" ref={heading} tabIndex={-1}>
        <ShownValue of={resident.field("name")} />
      </h1>
      <Facts>
        <FieldFacts
          of={resident}
          as={{
            // Stands above.
            name: null,
            birthOn: (day) => `${format.day(day)}（${t("page.age", { count: ageOn(day, Date.now()) })}）`,
            area: fullNameOf,
          }}
        />
      </Facts>
    </section>
  );
}
