import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";
import { FailureNote } from "../shown/failure-note.tsx";
import { PageHead } from "../shown/page-head.tsx";

/** A page that could not be fetched or drawn. Loading it again also brings a newer version of the app. */
export function PageFault() {
  const { t } = useTranslation();
  const isOffline = useRouteError() instanceof TypeError && !navigator.onLine;
  return (
    <div className="page">
      <PageHead title={t("failure.title")} />
      <FailureNote failure={isOffline ? "offline" : "failed"} onRetry={() => window.location.reload()} />
    </div>
  );
}
