import { Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "../items/catalogue.tsx";
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
  const { t } = useTranslation("resident");
  const { items, isAsking } = useCatalogue();
  if (!isAsking && items.size === 0) {
    return <Input {...ids} value={code} autoComplete="off" onChange={(event) => onChange(event.target.value)} />;
  }
  return (
    <Select
      {...ids}
      className="item-picker"
      showSearch={{ optionFilterProp: "label" }}
      loading={isAsking}
      value={code === "" ? null : code}
      placeholder={t("counter.purpose.itemPlaceholder")}
      notFoundContent={t("counter.purpose.noItem")}
      options={[...items].map(([value, name]) => ({ value, label: `${name} ${value}` }))}
      onChange={onChange}
      onSelect={onChosen}
    />
  );
}
