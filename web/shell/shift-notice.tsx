import { useTranslation } from "react-i18next";
import { useMinutesLeft } from "../session/session-context.tsx";
import { Alert } from "../shown/alert.tsx";

/** Tells the end of the shift five minutes ahead; screen readers hear it once a minute. */
export function ShiftNotice({ shiftEndsAt }: { shiftEndsAt: number }) {
  const { t } = useTranslation();
  const minutes = useMinutesLeft(shiftEndsAt);
  return (
    <div aria-live="assertive">
      {minutes !== null && <Alert type="warning" title={t("shift.endsSoon", { count: minutes })} />}
    </div>
  );
}
