import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { Dialog } from "../shown/dialog.tsx";

interface ConfirmChangeParts {
  readonly title: string;
  /** What will come of it, with the account's name. */
  readonly question: string;
  readonly confirm: string;
  /** Gives why it was not done, or null. */
  readonly act: () => Promise<string | null>;
  readonly onClose: (isDone: boolean) => void;
}

/** Asks before something is done that its holder will feel. */
export function ConfirmChange({ title, question, confirm, act, onClose }: ConfirmChangeParts) {
  const { t } = useTranslation(["accounts", "app"]);
  const [fault, setFault] = useState<string | null>(null);
  const [isUnderWay, setUnderWay] = useState(false);
  const run = () => {
    setUnderWay(true);
    act()
      .catch(() => t("app:failure.failed"))
      .then((found) => {
        setUnderWay(false);
        setFault(found);
        if (found === null) onClose(true);
      })
      .catch(() => undefined);
  };
  return (
    <Dialog title={title} onClose={() => onClose(false)}>
      <p>{question}</p>
      {fault !== null && <Alert type="error" role="alert" title={fault} />}
      <div className="dialog-actions">
        <Button onClick={() => onClose(false)}>{t("keep")}</Button>
        <Button kind="primary" isBusy={isUnderWay} onClick={run}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}
