import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { insteadOf, type SearchFault, useSearchFault } from "../counter/search-fault.tsx";
import { readWanted } from "../counter/wanted.ts";
import { Button } from "../shown/button.tsx";
import { Field } from "../shown/field.tsx";

interface NumberSearchParts {
  readonly label: string;
  readonly fault?: string | null;
  readonly onFind: (idNumber: string) => void;
}

/** Finds somebody by identity number. It stands inside a form too, so that it is none itself. */
export function NumberSearch({ label, fault, onFind }: NumberSearchParts) {
  const { t } = useTranslation(["register", "resident"]);
  const faultText = useSearchFault();
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState<SearchFault | "name" | null>(null);
  const find = (text: string) => {
    const wanted = readWanted(text);
    switch (wanted.kind) {
      case "id-number":
        setWrong(null);
        setTyped("");
        return onFind(wanted.idNumber);
      case "wrong":
        return setWrong(wanted);
      default:
        return setWrong("name");
    }
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    find(typed);
  };
  const instead = wrong === "name" ? null : insteadOf(wrong);
  const wrongText = wrong === "name" ? t("find.numberOnly") : wrong && faultText(wrong);
  return (
    <div role="search" aria-label={label}>
      <Field label={label} fault={wrongText ?? fault}>
        {(ids) => (
          <input
            {...ids}
            className="control"
            autoComplete="off"
            spellCheck={false}
            maxLength={40}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={press}
          />
        )}
      </Field>
      <div className="work-actions">
        <Button onClick={() => find(typed)}>{t("find.submit")}</Button>
        {instead !== null && (
          <Button onClick={() => find(instead)}>{t("resident:counter.search.instead", { number: instead })}</Button>
        )}
      </div>
    </div>
  );
}
