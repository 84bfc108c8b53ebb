import { Field } from "./field.tsx";

const LONGEST = 500;

interface TextAreaParts {
  readonly label: string;
  readonly hint?: string;
  readonly rows: number;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** Words about something, as many as the hub keeps. */
export function TextArea({ label, hint, rows, value, onChange }: TextAreaParts) {
  return (
    <Field label={label} hint={hint}>
      {(ids) => (
        <textarea
          {...ids}
          className="control"
          rows={rows}
          maxLength={LONGEST}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
