import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";
import { useAccount } from "../session/session-context.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { pagesOf } from "./pages.ts";

/** Sends everybody to the page their role begins its day with. */
export function Start() {
  const { t } = useTranslation();
  const [first] = pagesOf(useAccount().roles);
  if (first !== undefined) return <Navigate to={first.path} replace />;
  return (
    <div className="page">
      <PageHead title={t("noPages.title")} />
      <p>{t("noPages.text")}</p>
    </div>
  );
}
