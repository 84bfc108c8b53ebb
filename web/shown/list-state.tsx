import { useTranslation } from "react-i18next";
import type { Looked } from "../graph/look.ts";
import { Alert } from "./alert.tsx";
import { FailureNote } from "./failure-note.tsx";

interface ListStateParts {
  readonly looked: Looked<unknown> | null;
  /** The root field that was asked for. */
  readonly root: string;
  readonly onRetry?: () => void;
}

/** What stands in the place of an answer that is not there: that it is on its way, or why it does not come. */
export function ListState({ looked, root, onRetry }: ListStateParts) {
  const { t } = useTranslation(["app", "resident"]);
  const state = looked === null ? "pending" : looked.answer.show([root], `Query.${root}`, null).state;
  if (looked === null || (looked.failure === null && state === "pending")) return <p role="status">{t("loading")}</p>;
  if (looked.failure === null && state === "purpose-missing") {
    return <Alert type="warning" role="alert" title={t("resident:page.purposeMissing")} />;
  }
  const failure = looked.failure ?? (state === "refused" ? "refused" : "failed");
  return <FailureNote failure={failure} {...(onRetry === undefined ? {} : { onRetry })} />;
}
