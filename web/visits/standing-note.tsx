import { useTranslation } from "react-i18next";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import type { KeptChange } from "./use-kept-change.ts";

interface StandingNoteParts {
  readonly change: KeptChange<object>;
  /** Parts of the input beside which their reasons stand already. */
  readonly fields: readonly string[];
}

/** What has become of a change, and what to do about it. */
export function StandingNote({ change, fields }: StandingNoteParts) {
  const { t } = useTranslation(["work", "enums"]);
  const elsewhere = change.reasons.filter(({ field }) => field === null || !fields.includes(field));
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
          title={elsewhere.map(({ text }) => t(text)).join(" ") || t("send.refused")}
          action={<Button onClick={change.discard}>{t("send.discard")}</Button>}
        />
      );
    default:
      return null;
  }
}
