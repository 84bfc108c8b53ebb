import { Field } from "./field.tsx";

interface ChoiceParts<Value extends string> {
  readonly label: string;
  readonly options: readonly (readonly [value: Value, label: string])[];
  readonly value: Value;
  readonly fault?: string | null;
  readonly onChange: (value: Value) => void;
}

/** One of a few values, by the device's own control: on a phone it opens over the whole width. */
export function Choice<Value extends string>({ label, options, value, fault, onChange }: ChoiceParts<Value>) {
  const choose = (text: string) => {
    const chosen = options.find(([one]) => one === text)?.[0];
    if (chosen !== undefined) onChange(chosen);
  };
  return (
    <Field label={label} fault={fault}>
      {(ids) => (
        <select {...ids} className="control" value={value} onChange={(event) => choose(event.target.value)}>
          {options.map(([one, text]) => (
            <option key={one} value={one}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
