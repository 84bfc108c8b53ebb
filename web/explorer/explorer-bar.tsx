import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useAccount, useSession } from "../session/session-context.tsx";
import { LanguageSwitch } from "../shell/language-switch.tsx";
import { useRoleNames } from "../shown/use-names.ts";
import { useAttempt } from "../sign-in/use-attempt.ts";
import { useSignInSettings } from "../sign-in/use-sign-in-settings.ts";
import { type PurposeChoice, PurposeChooser } from "./purpose-choice.tsx";

interface BarParts {
  readonly purpose: PurposeChoice;
  readonly onPurpose: (purpose: PurposeChoice) => void;
}

/** Who asks, and why: the two things that decide, beside the operation, what comes back. */
export function ExplorerBar({ purpose, onPurpose }: BarParts) {
  const { t } = useTranslation(["explorer", "app"]);
  const session = useSession();
  const signOut = () => {
    session.signOut().catch(() => undefined);
  };
  return (
    <header className="explorer-bar">
      <h1>{t("title")}</h1>
      <PurposeChooser purpose={purpose} onChange={onPurpose} />
      <div className="explorer-viewer">
        <Viewer />
        <LanguageSwitch />
        <a className="quiet-button" href="/">
          {t("app")}
        </a>
        <button type="button" className="quiet-button" onClick={signOut}>
          {t("app:account.signOut")}
        </button>
      </div>
    </header>
  );
}

/** Who is signed in; where the hub has demo accounts, one change makes it another of them. */
function Viewer() {
  const { t } = useTranslation("explorer");
  const account = useAccount();
  const session = useSession();
  const settings = useSignInSettings();
  const roleNames = useRoleNames();
  const attempt = useAttempt();
  const id = useId();
  const demo = settings?.demo ?? null;
  const isDemoAccount = demo?.accounts.some(({ username }) => username === account.username) === true;
  if (demo === null || !isDemoAccount) {
    return (
      <span>
        {account.displayName} · {roleNames(account.roles)}
      </span>
    );
  }
  return (
    <>
      <label htmlFor={id}>{t("viewAs")}</label>
      <select
        id={id}
        value={account.username}
        disabled={attempt.isUnderWay}
        onChange={(event) => attempt.run(() => session.signIn(event.target.value, demo.password))}
      >
        {demo.accounts.map(({ username, displayName, roles }) => (
          <option key={username} value={username}>
            {username} · {displayName} · {roleNames(roles)}
          </option>
        ))}
      </select>
    </>
  );
}
