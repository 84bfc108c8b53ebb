import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAreaNames } from "../areas/use-area-names.tsx";
import type { Account } from "../session/auth-api.ts";
import { useSession } from "../session/session-context.tsx";
import { useFormat } from "../shown/use-format.ts";
import { useRoleNames } from "../shown/use-names.ts";

export function AccountMenu({ account, shiftEndsAt }: { account: Account; shiftEndsAt: number }) {
  const { t } = useTranslation();
  const session = useSession();
  const format = useFormat();
  const roleNames = useRoleNames();
  const areaName = useAreaNames(account.areas);
  const signOut = () => {
    session.signOut().catch(() => undefined);
  };
  return (
    <div className="account" aria-label={t("account.signedInAs")} role="group">
      <div className="account-who">
        <Link className="account-name" to="/role" title={t("navigation.role")}>
          {account.displayName}
        </Link>
        <span className="account-role">
          {roleNames(account.roles)}
          {account.areas.length > 0 && ` · ${account.areas.map(areaName).join("、")}`}
        </span>
      </div>
      <span className="account-shift">{t("shift.endsAt", { time: format.timeOfDay(shiftEndsAt) })}</span>
      <Link className="quiet-button" to="/password">
        {t("account.changePassword")}
      </Link>
      <button type="button" className="quiet-button" onClick={signOut}>
        {t("account.signOut")}
      </button>
    </div>
  );
}
