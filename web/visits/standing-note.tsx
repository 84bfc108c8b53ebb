import { useTranslation } from "react-i18next";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import type { KeptChange } from "./use-kept-change.ts";

/** What has become of a change, and what to do about it. */
export function StandingNote({ change }: { change: KeptChange<object> }) {
  const { t } = useTranslation(["work", "enums"]);
  switch (change.standing) {
    case "not-sent":
      return (
        <Alert
          type="warning"
          role="alert"
          title={t("send.notSent")}
          action={<Button onClick={change.send}>{t("send.again")}</Button>}
        />
      );
    case "refused":
      return (
        <Alert
          type="error"
          role="alert"
          title={change.codes.map((code) => t(`enums:GridErrorCode.${code}`)).join(" ") || t("send.refused")}
          action={<Button onClick={change.discard}>{t("send.discard")}</Button>}
        />
      );
    default:
      return null;
  }
}
