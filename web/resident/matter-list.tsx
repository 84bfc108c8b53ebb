import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Mark } from "../shown/mark.tsx";
import { headingId } from "./section-card.tsx";
import { SectionLink } from "./section-link.tsx";
import { mattersOf } from "./sections/matters.ts";
import type { ResidentPart } from "./sections/section.ts";

/** What must not be overlooked, before everything the departments tell: open cases, what is past its day, arrears. */
export function MatterList({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation("resident");
  const [now] = useState(() => Date.now());
  const matters = mattersOf(resident, now);
  if (matters.length === 0) return null;
  return (
    <section className="matters" aria-labelledby="matters">
      <h2 id="matters">{t("matters.title")}</h2>
      <ul>
        {matters.map(({ what, section, count, isBad }) => (
          <li key={`${what} ${section}`}>
            <SectionLink to={headingId({ key: section })}>
              <Mark as={isBad ? "bad" : "caution"}>{t(`matters.${what}`, { count })}</Mark> {t(`section.${section}`)}
            </SectionLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
