import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** The heads of the columns that every list of entries begins with; further ones stand inside. */
export function EntryHead({ children }: { children?: ReactNode }) {
  const { t } = useTranslation("record");
  return (
    <thead>
      <tr>
        <th scope="col">{t("log.number")}</th>
        <th scope="col">{t("log.at")}</th>
        <th scope="col">{t("log.viewer")}</th>
        <th scope="col">{t("log.purpose")}</th>
        <th scope="col" className="number">
          {t("log.residents")}
        </th>
        {children}
      </tr>
    </thead>
  );
}
