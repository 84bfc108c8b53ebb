import { Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { ItemsDocument } from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";
import type { ControlIds } from "../shown/field.tsx";

interface ItemPickerParts {
  readonly ids: ControlIds;
  readonly code: string;
  readonly onChange: (code: string) => void;
}

// One object, so that the catalogue is asked for once for each time the counter is opened.
const CATALOGUE = { document: ItemsDocument, variables: { first: 50 }, purpose: null };

/** Chooses the item a resident has come for. Without the catalogue its code is typed. */
export function ItemPicker({ ids, code, onChange }: ItemPickerParts) {
  const { t } = useTranslation("resident");
  const { looked } = useLook(CATALOGUE);
  const edges = looked?.data?.items?.edges;
  if (looked !== null && edges == null) {
    return <Input {...ids} value={code} autoComplete="off" onChange={(event) => onChange(event.target.value)} />;
  }
  const items = (edges ?? []).flatMap(({ node }) => node ?? []);
  return (
    <Select
      {...ids}
      className="item-picker"
      showSearch={{ optionFilterProp: "label" }}
      loading={looked === null}
      value={code === "" ? null : code}
      placeholder={t("counter.purpose.itemPlaceholder")}
      notFoundContent={t("counter.purpose.noItem")}
      options={items.map((item) => ({ value: item.code, label: `${item.name ?? ""} ${item.code}` }))}
      onChange={onChange}
    />
  );
}
