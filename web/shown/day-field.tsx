import { Field } from "./field.tsx";

interface DayFieldParts {
  readonly label: string;
  readonly min?: string;
  readonly max?: string;
  readonly value: string;
  readonly fault?: string | null;
  readonly onChange: (day: string) => void;
}

/** A day that has to be given. */
export function DayField({ label, min, max, value, fault, onChange }: DayFieldParts) {
  return (
    <Field label={label} fault={fault}>
      {(ids) => (
        <input
          {...ids}
          className="control"
          type="date"
          required
          min={min}
          max={max}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
