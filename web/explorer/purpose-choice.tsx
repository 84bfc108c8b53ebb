import { useId } from "react";
import { useTranslation } from "react-i18next";
import { faultOf, headerOf, type PurposeKind } from "../graph/purpose.ts";
import { usePurposeKinds } from "../session/session-context.tsx";

/** The purpose the next request carries; some operations need none. */
export interface PurposeChoice {
  readonly kind: PurposeKind | "none";
  readonly detail: string;
}

/** The header it makes; null when there is none, or it could not be one. */
export function headerOfChoice({ kind, detail }: PurposeChoice): string | null {
  return kind === "none" || faultOf({ kind, detail }) !== null ? null : headerOf({ kind, detail });
}

interface PurposeParts {
  readonly purpose: PurposeChoice;
  readonly onChange: (purpose: PurposeChoice) => void;
}

export function PurposeChooser({ purpose, onChange }: PurposeParts) {
  const { t } = useTranslation("explorer");
  const kinds = usePurposeKinds();
  const id = useId();
  const { kind, detail } = purpose;
  const fault = kind === "none" ? null : faultOf({ kind, detail });
  return (
    <div className="explorer-purpose">
      <label htmlFor={`${id}-kind`}>{t("purpose")}</label>
      <select
        id={`${id}-kind`}
        value={kind}
        onChange={(event) => onChange({ kind: event.target.value as PurposeChoice["kind"], detail })}
      >
        {(["none", ...kinds] as const).map((one) => (
          <option key={one} value={one}>
            {t(`kind.${one}`)}
          </option>
        ))}
      </select>
      {kind !== "none" && (
        <>
          <input
            aria-label={t("detail")}
            aria-invalid={fault !== null}
            aria-describedby={fault === null ? undefined : `${id}-fault`}
            value={detail}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => onChange({ kind, detail: event.target.value })}
          />
          {fault !== null && (
            <span id={`${id}-fault`} className="explorer-fault">
              {t(`fault.${fault}`)}
            </span>
          )}
        </>
      )}
    </div>
  );
}
