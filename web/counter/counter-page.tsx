import "../styles/counter.css";
import { useTranslation } from "react-i18next";
import { AskEmergency } from "../emergency/ask-emergency.tsx";
import { ResidentView } from "../resident/resident-view.tsx";
import { usePurposeKinds } from "../session/session-context.tsx";
import { FailureNote } from "../shown/failure-note.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { FoundByName } from "./found-by-name.tsx";
import { SearchBand } from "./search-band.tsx";
import { useCounter } from "./use-counter.ts";

/** The counter, for users who may give a purpose: without one the hub shows no resident. */
export function CounterPage() {
  const { t } = useTranslation("resident");
  const kinds = usePurposeKinds();
  if (kinds.length > 0) return <Counter />;
  return (
    <div className="page">
      <PageHead title={t("counter.title")} />
      <FailureNote failure="refused" />
    </div>
  );
}

/** Choose a purpose, find somebody, see everything. The search band stays, ready for the next card. */
function Counter() {
  const { t } = useTranslation("resident");
  const counter = useCounter();
  const { search, outcome, isWaitingForPurpose, findByIdNumber, findByName, givePurpose, lookAgain } = counter;
  const { missingIdNumber } = counter;
  const isEmpty = outcome === null && search === null;
  return (
    <div className="page">
      <SearchBand
        isWaitingForPurpose={isWaitingForPurpose}
        onIdNumber={findByIdNumber}
        onName={findByName}
        onPurpose={givePurpose}
      />
      {isEmpty && (
        <div className="counter-empty">
          <PageHead title={t("counter.title")} takesFocus={false} />
          <p>{isWaitingForPurpose ? t("counter.purposeFirst") : t("counter.hint")}</p>
        </div>
      )}
      {search !== null && (
        <div hidden={outcome !== null}>
          <FoundByName key={JSON.stringify(search)} search={search} />
        </div>
      )}
      {outcome !== null && <ResidentView outcome={outcome} onAgain={lookAgain} />}
      {missingIdNumber !== null && (
        <AskEmergency key={missingIdNumber} idNumber={missingIdNumber} onOpen={counter.lookInEmergency} />
      )}
    </div>
  );
}
