import { useTranslation } from "react-i18next";
import type { SectionStates } from "./section-states.ts";
import { headingId } from "./section-card.tsx";
import { SectionLink } from "./section-link.tsx";

/** A way to each department of the page without a mouse. */
export function SectionList({ open }: Pick<SectionStates, "open">) {
  const { t } = useTranslation("resident");
  return (
    <nav className="section-list" aria-label={t("page.departments")}>
      <ul>
        {open.map(({ section, state }) => (
          <li key={section.key}>
            <SectionLink to={headingId(section)}>{t(`section.${section.key}`)}</SectionLink>
            {state !== "value" && state !== "masked" && (
              <span className={`state state-${state}`}>{t(`state.${state}`)}</span>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
