import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { RegisterEntryQuery } from "../generated/graphql.ts";
import type { Looked } from "../graph/look.ts";
import { Alert } from "../shown/alert.tsx";
import { ListState } from "../shown/list-state.tsx";
import type { ReadEntry } from "./read-entry.ts";

interface FoundEntryParts {
  readonly looked: Looked<RegisterEntryQuery> | null;
  readonly onRetry: () => void;
  readonly children: (entry: ReadEntry) => ReactNode;
}

/** What came of looking for somebody: the entry, or why there is none to show. */
export function FoundEntry({ looked, onRetry, children }: FoundEntryParts) {
  const { t } = useTranslation("register");
  const found = looked?.data?.residentByIdNumber;
  if (looked === null || found == null) {
    const state = looked?.answer.show(["residentByIdNumber"], "Query.residentByIdNumber", null).state;
    if (looked?.failure === null && state === "none") {
      return <Alert type="info" role="status" title={t("find.nobody")} />;
    }
    return <ListState looked={looked} root="residentByIdNumber" onRetry={onRetry} />;
  }
  return children(looked.answer.at(found, ["residentByIdNumber"], "Resident"));
}
