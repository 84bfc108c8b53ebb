import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { pagesOf } from "./pages.ts";

export function Navigation({ roles }: { roles: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <nav className="navigation" aria-label={t("navigation.label")}>
      {pagesOf(roles).map(({ path, label }) => (
        <NavLink key={path} to={path} className="navigation-link">
          {t(`navigation.${label}`)}
        </NavLink>
      ))}
    </nav>
  );
}
