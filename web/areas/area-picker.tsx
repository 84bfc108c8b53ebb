import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Choice } from "../shown/choice.tsx";
import { type AreaStep, pathTo, stepBelow } from "./area-path.ts";
import { useAreaNames } from "./use-area-names.tsx";
import { useDivisions } from "./use-divisions.ts";

const ALL = "";

interface AreaPickerParts {
  /** The divisions it is chosen from. Where it is a single one, its parts are offered at once. */
  readonly within: readonly string[];
  readonly initial?: string;
  /** The smallest that may be chosen. */
  readonly smallest?: AreaStep;
  /** True where nothing chosen means nothing: then all of a single division is chosen like any other. */
  readonly isWholeChosen?: boolean;
  readonly fault?: string | null;
  /** Empty for all of them. */
  readonly onChange: (code: string) => void;
}

/** Chooses a division by its names, one level after the other, since few know codes by heart. */
export function AreaPicker(parts: AreaPickerParts) {
  const { within, initial = "", smallest = "VILLAGE", isWholeChosen = false, fault = null, onChange } = parts;
  const { t } = useTranslation();
  const nameOf = useAreaNames(within);
  const single = within.length === 1 && !isWholeChosen ? within[0] : undefined;
  const [path, setPath] = useState<readonly string[]>(() => {
    const given = pathTo(initial, within);
    return given.length === 0 && single !== undefined ? [single] : given;
  });
  const choose = (depth: number, code: string) => {
    const next = [...path.slice(0, depth), ...(code === ALL ? [] : [code])];
    setPath(next);
    const chosen = next.at(-1) ?? ALL;
    onChange(chosen === single ? ALL : chosen);
  };
  return (
    <div className="area-picker" role="group" aria-label={t("areas.label")}>
      {single === undefined && (
        <Choice
          label={t("areas.label")}
          options={[
            [ALL, t(isWholeChosen ? "areas.choose" : "areas.all")] as const,
            ...within.map((code) => [code, nameOf(code)] as const),
          ]}
          value={path[0] ?? ALL}
          fault={fault}
          onChange={(code) => choose(0, code)}
        />
      )}
      {path.map((code, at) => {
        const step = stepBelow(code, smallest);
        return step === null ? null : (
          <Parts
            key={code}
            code={code}
            step={step}
            chosen={path[at + 1] ?? ALL}
            fault={at === 0 && single !== undefined ? fault : null}
            onChange={(part) => choose(at + 1, part)}
          />
        );
      })}
    </div>
  );
}

interface PartsParts {
  readonly code: string;
  readonly step: AreaStep;
  readonly chosen: string;
  readonly fault: string | null;
  readonly onChange: (code: string) => void;
}

/** One of the divisions right below another; nothing where there are none. */
function Parts({ code, step, chosen, fault, onChange }: PartsParts) {
  const { t } = useTranslation();
  const divisions = useDivisions(code);
  if (divisions?.length === 0) return null;
  const options = (divisions ?? []).map((one) => [one.code, one.name ?? one.code] as const);
  return (
    <Choice
      label={t(`areas.${step}`)}
      options={[[ALL, t("areas.all")] as const, ...options]}
      value={chosen}
      fault={fault}
      onChange={onChange}
    />
  );
}
