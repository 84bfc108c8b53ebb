import { useTranslation } from "react-i18next";
import { useFieldName } from "./use-field-name.ts";

interface Told {
  readonly returnedFields?: readonly string[] | null;
  readonly maskedFields?: readonly string[] | null;
}

/** What an entry of the access record says was given, in the page's own names; the masked ones are named again as such. */
export function ToldFields({ entry }: { entry: Told }) {
  const { t } = useTranslation("record");
  const fieldName = useFieldName();
  const namesOf = (fields: Told["maskedFields"]) => (fields ?? []).flatMap((field) => fieldName(field) ?? []);
  const masked = new Set(namesOf(entry.maskedFields));
  const told = new Set([...namesOf(entry.returnedFields), ...masked]);
  return (
    <details>
      <summary>{t("told.count", { count: told.size })}</summary>
      <p>{[...told].join("、")}</p>
      {masked.size > 0 && (
        <p>
          {t("told.masked")}：{[...masked].join("、")}
        </p>
      )}
    </details>
  );
}
