import "../styles/work.css";
import "../styles/resident.css";
import { useTranslation } from "react-i18next";
import type { Purpose } from "../graph/purpose.ts";
import { PageHead } from "../shown/page-head.tsx";
import { AskWorkPurpose, useWorkPurpose } from "../visits/work-purpose.tsx";
import { FoundEntry } from "./found-entry.tsx";
import { EntryForms } from "./entry-forms.tsx";
import { NumberSearch } from "./number-search.tsx";
import { useEntryLook } from "./use-entry-look.ts";

/** Where Population's officers enter births, moves, deaths and changes of households. */
export function RegisterPage() {
  const { t } = useTranslation("register");
  const { purpose, give } = useWorkPurpose();
  return (
    <div className="page work">
      <PageHead title={t("title")}>
        <p className="page-intro">{t("intro")}</p>
      </PageHead>
      {purpose === null ? (
        <AskWorkPurpose usual={t("usualPurpose")} onGive={give} />
      ) : (
        <RegisterWork purpose={purpose} />
      )}
    </div>
  );
}

/** Find somebody, see the entry, choose what is entered. */
function RegisterWork({ purpose }: { purpose: Purpose }) {
  const { t } = useTranslation("register");
  const { request, looked, find, again } = useEntryLook(purpose);
  return (
    <>
      <NumberSearch label={t("find.label")} onFind={find} />
      {request !== null && (
        <FoundEntry looked={looked} onRetry={again}>
          {(entry) => <EntryForms of={entry} purpose={purpose} onAgain={again} />}
        </FoundEntry>
      )}
    </>
  );
}
