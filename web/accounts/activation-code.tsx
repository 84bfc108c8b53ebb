import { useTranslation } from "react-i18next";
import { Dialog } from "../shown/dialog.tsx";

interface ActivationCodeParts {
  readonly username: string;
  readonly code: string;
  readonly onClose: () => void;
}

/** A code for the holder of an account: shown here, and nowhere again. */
export function ActivationCode({ username, code, onClose }: ActivationCodeParts) {
  const { t } = useTranslation("accounts");
  return (
    <Dialog title={t("code.of", { username })} onClose={onClose}>
      <p>{t("code.note")}</p>
      <p className="activation-code">{code}</p>
    </Dialog>
  );
}
