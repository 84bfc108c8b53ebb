import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import type { Account } from "../session/auth-api.ts";
import { type Page, pagesOf } from "./pages.ts";

export function Navigation({ account: { roles, department } }: { account: Account }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  return (
    <nav className="navigation" aria-label={t("navigation.label")}>
      {pagesOf(roles, department).map((page) => (
        <Link
          key={page.path}
          to={page.path}
          className="navigation-link"
          aria-current={isOn(page, pathname) ? "page" : undefined}
        >
          {t(`navigation.${page.label}`)}
        </Link>
      ))}
    </nav>
  );
}

function isOn({ path, alsoBelow }: Page, pathname: string): boolean {
  return pathname === path || (alsoBelow !== undefined && pathname.startsWith(alsoBelow));
}
