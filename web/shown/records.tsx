import { type ReactNode, useState } from "react";
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
  as: (value: NonNullable<T[K]>, row: Part<T>) => ReactNode,
  more?: { readonly isNumber: boolean },
) => Column<T>;

export interface RecordsParts<T> {
  readonly caption: string;
  /** True where a heading right above says the same: screen readers hear the caption, nobody reads it twice. */
  readonly isNamedAbove?: boolean;
  readonly rows: readonly Part<T>[];
  readonly columns: (column: MakeColumn<T>) => readonly Column<T>[];
  readonly hasMore?: boolean | null | undefined;
  /** Rows that are seen before the others are asked for. */
  readonly most?: number;
}

const MOST_ROWS = 5;
// One row behind a button would take as much room as the button.
const LEAST_FOLDED = 2;
// What still fits beside each other in half of a page (styles/tables.css).
const MOST_NARROW_COLUMNS = 4;

/** Things of one kind below each other. Columns that are refused throughout become one line, not a wall of refusals. */
export function Records<T>({
  caption,
  isNamedAbove = false,
  columns,
  rows,
  hasMore,
  most = MOST_ROWS,
}: RecordsParts<T>) {
  const { t } = useTranslation("resident");
  const [isWhole, setWhole] = useState(false);
  if (rows.length === 0) return <Empty caption={caption} />;
  const all = columns((key, label, as, more) => ({
    key,
    label,
    of: (row) => written(row.field(key), (value) => as(value, row)),
    isNumber: false,
    ...more,
  }));
  const refused = all.filter(({ of }) => rows.every((row) => of(row).state === "refused"));
  const open = all.filter((one) => !refused.includes(one));
  const folded = rows.length < most + LEAST_FOLDED ? 0 : rows.length - most;
  const seen = isWhole || folded === 0 ? rows : rows.slice(0, most);
  return (
    <div className={open.length > MOST_NARROW_COLUMNS ? "records records-wide" : "records"}>
      <table>
        <caption className={isNamedAbove ? "only-heard" : undefined}>{caption}</caption>
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
          {seen.map((row) => (
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
      {folded > 0 && (
        <button type="button" className="link-button" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t("page.fold") : t("page.unfold", { count: folded, caption })}
        </button>
      )}
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
