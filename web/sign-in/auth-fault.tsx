import { useTranslation } from "react-i18next";
import type { chinese } from "../i18n/i18n.ts";
import { AuthRefusal } from "../session/auth-api.ts";
import { Alert } from "../shown/alert.tsx";

type PasswordFault = keyof typeof chinese.app.passwordFault;

/** Why signing in did not go through, in words for the person who tried. */
export function AuthFault({ error }: { error: unknown }) {
  return <Alert type="error" role="alert" title={useFaultText(error)} />;
}

function useFaultText(error: unknown): string {
  const { t, i18n } = useTranslation();
  if (!(error instanceof AuthRefusal)) return t("authFault.other");
  const { code, unmet, retryAfterSeconds } = error;
  switch (code) {
    case "WRONG_CREDENTIALS":
    case "WRONG_CODE":
      return t(`authFault.${code}`);
    case "WEAK_PASSWORD": {
      const known = unmet.filter((word) => i18n.exists(`app:passwordFault.${word}`));
      return [t("authFault.WEAK_PASSWORD"), ...known.map((word) => t(`passwordFault.${word as PasswordFault}`))].join(
        " ",
      );
    }
    case "NOT_KEPT":
      return t(window.location.protocol === "https:" ? "authFault.NOT_KEPT" : "authFault.NOT_KEPT_PLAIN");
    case "TOO_MANY_TRIES":
      return t("authFault.TOO_MANY_TRIES", { count: Math.ceil((retryAfterSeconds ?? 60) / 60) });
    default:
      return t("authFault.other");
  }
}
