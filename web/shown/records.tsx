import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Part, Shown } from "../graph/field-state.ts";
import { ShownValue } from "./shown-value.tsx";

interface Column<T> {
  readonly key: string;
  readonly label: string;
  readonly of: (row: Part<T>) => Shown<ReactNode>;
  /** Numbers stand below each other. */
  readonly isNumber: boolean;
}

/** Makes a column for a field; `as` writes its value. */
type MakeColumn<T> = <K extends keyof T & string>(
  key: K,
  label: string,
  as: (value: NonNullable<T[K]>) => ReactNode,
  more?: { readonly isNumber: boolean },
) => Column<T>;

interface RecordsParts<T> {
  readonly caption: string;
  readonly rows: readonly Part<T>[];
  readonly columns: (column: MakeColumn<T>) => readonly Column<T>[];
  readonly hasMore?: boolean | null | undefined;
}

// What still fits beside each other in half of a page (styles/tables.css).
const MOST_NARROW_COLUMNS = 4;

/** Things of one kind below each other. Columns that are refused throughout become one line, not a wall of refusals. */
export function Records<T>({ caption, columns, rows, hasMore }: RecordsParts<T>) {
  const { t } = useTranslation("resident");
  if (rows.length === 0) return <Empty caption={caption} />;
  const all = columns((key, label, as, more) => ({
    key,
    label,
    of: (row) => written(row.field(key), as),
    isNumber: false,
    ...more,
  }));
  const refused = all.filter(({ of }) => rows.every((row) => of(row).state === "refused"));
  const open = all.filter((one) => !refused.includes(one));
  return (
    <div className={open.length > MOST_NARROW_COLUMNS ? "records records-wide" : "records"}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {open.map(({ key, label, isNumber }) => (
              <th key={key} scope="col" className={isNumber ? "number" : undefined}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.path.join(".")}>
              {open.map(({ key, of, isNumber }) => (
                <td key={key} className={isNumber ? "number" : undefined}>
                  <ShownValue of={of(row)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {refused.length > 0 && (
        <p className="records-note">
          {t("page.refusedColumns", { names: refused.map(({ label }) => label).join("、") })}
        </p>
      )}
      {hasMore === true && <p className="records-note">{t("page.truncated", { count: rows.length })}</p>}
    </div>
  );
}

function Empty({ caption }: { caption: string }) {
  const { t } = useTranslation("resident");
  return (
    <p className="records-note">
      {caption}：<span className="state state-none">{t("state.none")}</span>
    </p>
  );
}

function written<T>({ state, value }: Shown<T>, as: (value: T) => ReactNode): Shown<ReactNode> {
  return { state, value: value === null ? null : as(value) };
}
