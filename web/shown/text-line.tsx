import { Field } from "./field.tsx";

interface TextLineParts {
  readonly label: string;
  readonly hint?: string;
  readonly fault?: string | null;
  readonly longest: number;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** A line of text that has to be given. */
export function TextLine({ label, hint, fault, longest, value, onChange }: TextLineParts) {
  return (
    <Field label={label} hint={hint} fault={fault}>
      {(ids) => (
        <input
          {...ids}
          className="control"
          required
          autoComplete="off"
          spellCheck={false}
          maxLength={longest}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
