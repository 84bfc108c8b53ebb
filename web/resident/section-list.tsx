import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import type { SectionStates } from "./section-states.ts";
import { headingId } from "./section-card.tsx";

/** A way to each department of the page without a mouse. */
export function SectionList({ open }: Pick<SectionStates, "open">) {
  const { t } = useTranslation("resident");
  return (
    <nav className="section-list" aria-label={t("page.departments")}>
      <ul>
        {open.map(({ section, state }) => (
          <li key={section.key}>
            <a href={`#${headingId(section)}`} onClick={(event) => goTo(event, headingId(section))}>
              {t(`section.${section.key}`)}
            </a>
            {state !== "value" && state !== "masked" && (
              <span className={`state state-${state}`}>{t(`state.${state}`)}</span>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The router would take a plain anchor for a page of its own. */
function goTo(event: MouseEvent, id: string): void {
  event.preventDefault();
  const heading = document.getElementById(id);
  heading?.scrollIntoView({ block: "start" });
  heading?.focus({ preventScroll: true });
}
