import { useTranslation } from "react-i18next";
import type { FieldState } from "../graph/field-state.ts";
import { StateWord, UnavailableSince } from "../shown/shown-value.tsx";
import type { ResidentPart, Section } from "./sections/section.ts";

interface SectionCardParts {
  readonly section: Section;
  readonly state: FieldState;
  readonly resident: ResidentPart;
  readonly since: number | null;
}

export function headingId({ key }: Pick<Section, "key">): string {
  return `section-${key}`;
}

/** The place of one department on the page. */
export function SectionCard({ section, state, resident, since }: SectionCardParts) {
  const { t } = useTranslation("resident");
  const { key, Body } = section;
  const hasValue = state === "value" || state === "masked";
  return (
    <section className={hasValue ? "card" : "card card-short"} aria-labelledby={headingId(section)}>
      <h2 id={headingId(section)} tabIndex={-1}>
        {t(`section.${key}`)}
      </h2>
      <UnavailableSince value={since}>
        {hasValue ? <Body resident={resident} /> : <StateWord state={state} />}
      </UnavailableSince>
    </section>
  );
}
