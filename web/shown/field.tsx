import { type ReactNode, useId } from "react";

interface FieldParts {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with what was entered. */
  readonly fault?: string | null | undefined;
  /** The control gets the ids that tie it to its label and its words. */
  readonly children: (ids: ControlIds) => ReactNode;
}

export interface ControlIds {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": boolean;
}

/** A control with its label, and the words about it where screen readers find them. */
export function Field({ label, hint, fault, children }: FieldParts) {
  const id = useId();
  const told = [hint === undefined ? null : `${id}-hint`, fault == null ? null : `${id}-fault`].filter((one) => one);
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children({ id, "aria-describedby": told.join(" ") || undefined, "aria-invalid": fault != null })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      {fault != null && (
        <p id={`${id}-fault`} className="field-fault">
          {fault}
        </p>
      )}
    </div>
  );
}
