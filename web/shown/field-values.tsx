import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { shownFields } from "../generated/shown-fields.ts";
import type { Part } from "../graph/field-state.ts";
import { Fact } from "./facts.tsx";
import { Records, type RecordsParts } from "./records.tsx";
import { useFieldLabel } from "./use-field-name.ts";
import { useFormat } from "./use-format.ts";

/** How the values of some fields are written where their type does not say it; null: not here. */
export type Written<T> = {
  readonly [Key in keyof T]?: ((value: NonNullable<T[Key]>, of: Part<T>) => ReactNode) | null;
};

interface DrawnField<T> {
  readonly key: keyof T & string;
  readonly label: string;
  readonly as: (value: never, of: Part<T>) => ReactNode;
  readonly isNumber: boolean;
}

interface FieldFactsParts<T> {
  readonly of: Part<T>;
  readonly as?: Written<T>;
}

/** Names and values of what the page asks for of one thing, in the order it asks. */
export function FieldFacts<T>({ of, as = {} }: FieldFactsParts<T>) {
  return useDrawnFields<T>()(of.typeName, as).map((field) => (
    <Fact key={field.key} label={field.label} of={of.field(field.key)} as={(value) => field.as(value as never, of)} />
  ));
}

/** Records with a column for each field that the page asks for. */
export function FieldRecords<T>({ as = {}, ...records }: Omit<RecordsParts<T>, "columns"> & { as?: Written<T> }) {
  const drawnFields = useDrawnFields<T>();
  const typeName = records.rows[0]?.typeName ?? "";
  return (
    <Records
      {...records}
      columns={(column) =>
        drawnFields(typeName, as).map(({ key, label, isNumber, ...field }) =>
          column(key, label, (value, row) => field.as(value as never, row), { isNumber }),
        )
      }
    />
  );
}

/** Objects are left to `as`: which of their fields stand for them is nothing a type says. */
function useDrawnFields<T>(): (typeName: string, as: Written<T>) => DrawnField<T>[] {
  const label = useFieldLabel();
  const written = useWrittenByType();
  return (typeName, as) =>
    Object.entries(shownFields[typeName] ?? {}).flatMap(([name, valueType]) => {
      const key = name as keyof T & string;
      const own = (as as Readonly<Record<string, DrawnField<T>["as"] | null>>)[name];
      if (own === null || (own === undefined && valueType === null)) return [];
      const byType = (value: unknown) => written(name, valueType ?? "", value);
      return [{ key, label: label(`${typeName}.${name}`), as: own ?? byType, isNumber: valueType === "Int" }];
    });
}

/** A value as its type, and the unit in its field's name, have it written. */
function useWrittenByType(): (field: string, valueType: string, value: unknown) => string {
  const { t, i18n } = useTranslation("enums");
  const format = useFormat();
  return (field, valueType, value) => {
    const text = String(value);
    if (valueType === "Date") return field.startsWith("month") ? format.month(text) : format.day(text);
    if (typeof value === "number") return field.endsWith("Fen") ? format.yuan(value) : format.count(value);
    const word = `enums:${valueType}.${text}`;
    return i18n.exists(word) ? t(word as never) : text;
  };
}
