import { useTranslation } from "react-i18next";
import type { Failure } from "../graph/answer-of.ts";
import { Alert } from "./alert.tsx";
import { Button } from "./button.tsx";

/** Why there is no answer, and a way to ask again. */
export function FailureNote({ failure, onRetry }: { failure: Failure; onRetry?: () => void }) {
  const { t } = useTranslation();
  const text = failure === "signed-out" ? t("shift.endedElsewhere") : t(`failure.${failure}`);
  return (
    <Alert
      type="error"
      role="alert"
      title={text}
      action={onRetry !== undefined && <Button onClick={onRetry}>{t("failure.retry")}</Button>}
    />
  );
}
