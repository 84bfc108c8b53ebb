import { useTranslation } from "react-i18next";
import type { faultOf, Purpose } from "../graph/purpose.ts";
import { usePurposeKinds } from "../session/session-context.tsx";
import { Field } from "../shown/field.tsx";
import { RadioButtons } from "../shown/radio-buttons.tsx";
import { ItemPicker } from "./item-picker.tsx";

interface PurposeFieldsParts {
  readonly purpose: Purpose;
  readonly fault: ReturnType<typeof faultOf>;
  readonly onChange: (purpose: Purpose) => void;
  /** An item was chosen: typing goes on elsewhere. */
  readonly onChosen: () => void;
}

const detailLabels = { item: "itemDetail", case: "caseDetail", duty: "dutyDetail" } as const;

/** Why somebody is looked up: the kind of purpose, and what it is in particular. */
export function PurposeFields({ purpose, fault, onChange, onChosen }: PurposeFieldsParts) {
  const { t } = useTranslation("resident");
  const kinds = usePurposeKinds();
  return (
    <>
      <RadioButtons
        label={t("counter.purpose.label")}
        options={kinds.map((kind) => [kind, t(`counter.purpose.${kind}`)] as const)}
        value={purpose.kind}
        onChange={(kind) => onChange({ kind, detail: "" })}
      />
      <div className="purpose-detail">
        <Field
          label={t(`counter.purpose.${detailLabels[purpose.kind]}`)}
          hint={t("counter.purpose.why")}
          fault={fault === null ? null : t(`counter.purpose.fault.${fault}`)}
        >
          {(ids) =>
            purpose.kind === "item" ? (
              <ItemPicker
                ids={ids}
                code={purpose.detail}
                onChange={(detail) => onChange({ ...purpose, detail })}
                onChosen={onChosen}
              />
            ) : (
              <input
                {...ids}
                className="control"
                value={purpose.detail}
                autoComplete="off"
                onChange={(event) => onChange({ ...purpose, detail: event.target.value })}
              />
            )
          }
        </Field>
      </div>
    </>
  );
}
