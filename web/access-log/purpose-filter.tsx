import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "../items/catalogue.tsx";
import { Choice } from "../shown/choice.tsx";
import { Field } from "../shown/field.tsx";

const KINDS = ["case", "item", "duty", "emergency"] as const;
const ANY = "";

/** How a purpose begins, as the access record has it, from words: its kind, and the item or what the number or duty begins with. */
export function PurposeFilter({ onChange }: { onChange: (purpose: string) => void }) {
  const { t } = useTranslation("record");
  const { items } = useCatalogue();
  const [kind, setKind] = useState<(typeof KINDS)[number] | typeof ANY>(ANY);
  const [detail, setDetail] = useState("");
  const change = (nextKind: typeof kind, nextDetail: string) => {
    setKind(nextKind);
    setDetail(nextDetail);
    onChange(nextKind === ANY ? "" : `${nextKind}:${nextDetail.trim()}`);
  };
  const kinds = KINDS.map((one) => [one, t(`purposeKind.${one}`)] as const);
  return (
    <>
      <Choice
        label={t("log.purpose")}
        options={[[ANY, t("log.all")] as const, ...kinds]}
        value={kind}
        onChange={(next) => change(next, "")}
      />
      {kind === "item" && (
        <Choice
          label={t("purposeKind.item")}
          options={[[ANY, t("log.all")] as const, ...[...items].map(([code, name]) => [code, name] as const)]}
          value={detail}
          onChange={(next) => change(kind, next)}
        />
      )}
      {kind !== ANY && kind !== "item" && (
        <Field label={t("log.purposeStart")}>
          {(ids) => (
            <input {...ids} className="control" value={detail} onChange={(event) => change(kind, event.target.value)} />
          )}
        </Field>
      )}
    </>
  );
}
