import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { PageHead } from "../shown/page-head.tsx";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <PageHead title={t("notFound.title")} />
      <Link to="/">{t("notFound.home")}</Link>
    </div>
  );
}
