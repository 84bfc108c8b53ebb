import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Failure } from "../graph/answer-of.ts";

/** Why there is no answer, and a way to ask again. */
export function FailureNote({ failure, onRetry }: { failure: Failure; onRetry?: () => void }) {
  const { t } = useTranslation();
  const text = failure === "signed-out" ? t("shift.endedElsewhere") : t(`failure.${failure}`);
  return (
    <Alert
      type="error"
      role="alert"
      showIcon={false}
      title={text}
      action={onRetry !== undefined && <Button onClick={onRetry}>{t("failure.retry")}</Button>}
    />
  );
}
