import { Field } from "./field.tsx";

interface DayFieldParts {
  readonly label: string;
  readonly min?: string;
  readonly max?: string;
  readonly value: string;
  readonly onChange: (day: string) => void;
}

/** A day that has to be given. */
export function DayField({ label, min, max, value, onChange }: DayFieldParts) {
  return (
    <Field label={label}>
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
