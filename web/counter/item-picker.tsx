import { useTranslation } from "react-i18next";
import { useCatalogue } from "../items/catalogue.tsx";
import { Combobox } from "../shown/combobox.tsx";
import type { ControlIds } from "../shown/field.tsx";

interface ItemPickerParts {
  readonly ids: ControlIds;
  readonly code: string;
  readonly onChange: (code: string) => void;
  /** One was chosen from the list. */
  readonly onChosen: () => void;
}

/** Chooses the item a resident has come for. Without the catalogue its code is typed. */
export function ItemPicker({ ids, code, onChange, onChosen }: ItemPickerParts) {
  const { t } = useTranslation(["resident", "app"]);
  const { items, isAsking } = useCatalogue();
  if (!isAsking && items.size === 0) {
    return (
      <input
        {...ids}
        className="control"
        value={code}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <Combobox
      ids={ids}
      options={[...items].map(([value, name]) => [value, `${name} ${value}`] as const)}
      value={code}
      placeholder={t("counter.purpose.itemPlaceholder")}
      none={t(isAsking ? "app:loading" : "counter.purpose.noItem")}
      onChoose={(chosen) => {
        onChange(chosen);
        onChosen();
      }}
    />
  );
}
