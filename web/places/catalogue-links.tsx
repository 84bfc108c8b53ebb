import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";

/** The three parts of the published catalogue. */
export function CatalogueLinks() {
  const { t } = useTranslation("catalogue");
  return (
    <nav className="catalogue-links" aria-label={t("parts")}>
      <NavLink to="/items">{t("items.title")}</NavLink>
      <NavLink to="/centres">{t("centres.title")}</NavLink>
      <NavLink to="/areas">{t("areas.title")}</NavLink>
    </nav>
  );
}
