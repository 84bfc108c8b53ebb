import { useTranslation } from "react-i18next";
import type { SignInSettings } from "../session/auth-api.ts";
import { useRoleNames } from "../shown/use-names.ts";

interface DemoAccountsParts {
  readonly demo: NonNullable<SignInSettings["demo"]>;
  readonly isBusy: boolean;
  readonly onChoose: (username: string, password: string) => void;
}

/** One account for each kind of viewer, to sign in with one key. Outside production only. */
export function DemoAccounts({ demo, isBusy, onChoose }: DemoAccountsParts) {
  const { t } = useTranslation();
  const roleNames = useRoleNames();
  return (
    <section className="sign-in-card" aria-labelledby="demo-accounts">
      <h2 id="demo-accounts">{t("signIn.demo")}</h2>
      <p className="field-hint">{t("signIn.demoHint")}</p>
      <ul className="demo-accounts">
        {demo.accounts.map(({ username, displayName, roles, areaNames }) => (
          <li key={username}>
            <button
              type="button"
              className="demo-account"
              disabled={isBusy}
              onClick={() => onChoose(username, demo.password)}
            >
              <span className="demo-account-name">{displayName}</span>
              <span>{username}</span>
              <span className="demo-account-role">
                {roleNames(roles)} · {areaNames.join("、")}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
