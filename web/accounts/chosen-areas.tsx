import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AreaPicker } from "../areas/area-picker.tsx";
import { useAreaNames } from "../areas/use-area-names.tsx";
import { useAccount } from "../session/session-context.tsx";
import { Button } from "../shown/button.tsx";

interface ChosenAreasParts {
  readonly areas: readonly string[];
  readonly fault: string | null;
  readonly onChange: (areas: readonly string[]) => void;
}

/** The areas of an account, of which the first is where it belongs. The last of them is the one in the picker. */
export function ChosenAreas({ areas, fault, onChange }: ChosenAreasParts) {
  const { t } = useTranslation("accounts");
  const { areas: own } = useAccount();
  const [kept, setKept] = useState<readonly string[]>([]);
  const nameOf = useAreaNames(areas);
  const picked = areas.length > kept.length;
  const keep = (next: readonly string[]) => {
    setKept(next);
    onChange(next);
  };
  return (
    <>
      {kept.length > 0 && (
        <ul className="chosen-areas" aria-label={t("areas")}>
          {kept.map((code) => (
            <li key={code}>
              {nameOf(code)}
              <button
                type="button"
                className="link-button"
                aria-label={t("create.removeArea", { name: nameOf(code) })}
                onClick={() => keep(kept.filter((one) => one !== code))}
              >
                {t("create.remove")}
              </button>
            </li>
          ))}
        </ul>
      )}
      <AreaPicker
        key={kept.join(" ")}
        within={own}
        isWholeChosen
        fault={fault}
        onChange={(code) => onChange(code === "" || kept.includes(code) ? kept : [...kept, code])}
      />
      <p className="field-hint">{t("create.areasHint")}</p>
      {picked && <Button onClick={() => keep(areas)}>{t("create.addArea")}</Button>}
    </>
  );
}
