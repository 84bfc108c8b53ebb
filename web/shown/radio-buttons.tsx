import { useId } from "react";

interface RadioButtonsParts<Value extends string> {
  readonly label: string;
  readonly options: readonly (readonly [value: Value, label: string])[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One of very few values, all in sight. */
export function RadioButtons<Value extends string>({ label, options, value, onChange }: RadioButtonsParts<Value>) {
  const name = useId();
  return (
    <fieldset className="field radio-buttons">
      <legend className="field-label">{label}</legend>
      {options.map(([one, text]) => (
        <label key={one}>
          <input type="radio" name={name} value={one} checked={one === value} onChange={() => onChange(one)} />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
