import "../styles/resident.css";
import "../styles/print.css";
import { useTranslation } from "react-i18next";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { FailureNote } from "../shown/failure-note.tsx";
import { VisitLink } from "../visits/visit-link.tsx";
import { IdentityCard } from "./identity-card.tsx";
import { LookReceipt } from "./look-receipt.tsx";
import { MatterList } from "./matter-list.tsx";
import { inColumns, type OpenSection, sectionStates } from "./section-states.ts";
import { SectionCard } from "./section-card.tsx";
import { SectionList } from "./section-list.tsx";
import type { Section } from "./sections/section.ts";
import { sections } from "./sections/sections.ts";
import type { ResidentOutcome } from "./use-resident-look.ts";

interface ResidentViewParts {
  readonly outcome: ResidentOutcome;
  readonly onAgain: () => void;
}

/** Everything about one resident that the departments let the viewer see. */
export function ResidentView({ outcome, onAgain }: ResidentViewParts) {
  const { t } = useTranslation("resident");
  switch (outcome.kind) {
    case "asking":
      return (
        <p className="asking" role="status">
          {t("page.loading")}
        </p>
      );
    case "failed":
      return <FailureNote failure={outcome.failure} onRetry={onAgain} />;
    case "purpose-missing":
      return <Alert type="warning" role="alert" title={t("page.purposeMissing")} />;
    case "not-found":
      return <Alert type="info" role="status" title={t("page.notFound")} />;
    case "found":
      return <FoundResident outcome={outcome} onAgain={onAgain} />;
  }
}

interface FoundResidentParts {
  readonly outcome: Extract<ResidentOutcome, { kind: "found" }>;
  readonly onAgain: () => void;
}

function FoundResident({ outcome: { resident, looked, sinceOf }, onAgain }: FoundResidentParts) {
  const { t } = useTranslation(["resident", "app"]);
  const { open, refused, empty } = sectionStates(sections, resident);
  const namesOf = (some: typeof refused) => some.map(({ key }) => t(`section.${key}`)).join("、");
  const at = (place: Section["place"]) => open.filter(({ section }) => section.place === place);
  const card = ({ section, state }: OpenSection) => (
    <SectionCard key={section.key} section={section} state={state} resident={resident} since={sinceOf(section.key)} />
  );
  return (
    <article className="resident" aria-busy={looked.isPartial}>
      <header className="print-head">
        <p>
          {t("app:brand")} {t("print.title")}
        </p>
        <p>{t("print.note")}</p>
      </header>
      <aside className="resident-side">
        <IdentityCard resident={resident} />
        {at("beside").map(card)}
        <SectionList open={open} />
        <div className="resident-actions">
          <Button onClick={() => window.print()}>{t("page.print")}</Button>
          <Button onClick={onAgain}>{t("page.again")}</Button>
          <VisitLink id={resident.object.id} />
        </div>
        <LookReceipt looked={looked} />
      </aside>
      <div className="resident-sections">
        <MatterList resident={resident} />
        {inColumns(at(undefined)).map((column) => (
          <div key={column[0]?.section.key ?? "none"} className="card-column">
            {column.map(card)}
          </div>
        ))}
        {at("below").map((one) => (
          <div key={one.section.key} className="card-below">
            {card(one)}
          </div>
        ))}
        {empty.length > 0 && <p className="folded">{t("page.noneIn", { names: namesOf(empty) })}</p>}
        {refused.length > 0 && <p className="folded">{t("page.folded", { names: namesOf(refused) })}</p>}
      </div>
    </article>
  );
}
