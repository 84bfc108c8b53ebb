import { createContext, isValidElement, type ReactNode, use } from "react";
import { useTranslation } from "react-i18next";
import type { FieldState, Shown } from "../graph/field-state.ts";
import { useFormat } from "./use-format.ts";

/** Since when the system a value comes from has not answered, in milliseconds of Unix time; null when it has. */
export const UnavailableSince = createContext<number | null>(null);

export interface ShownParts<T> {
  readonly of: Shown<T>;
  /** Puts the value into words; without it a text stands as it is. */
  readonly as?: (value: T) => ReactNode;
}

/** A value, or in words why there is none. */
export function ShownValue<T>({ of, as = asItIs }: ShownParts<T>) {
  const { t } = useTranslation("resident");
  if (of.value === null) return <StateWord state={of.state} />;
  const written = onOneLine(as(of.value));
  if (of.state !== "masked") return <>{written}</>;
  return (
    <>
      {written} <span className="state state-masked">{t("state.masked")}</span>
    </>
  );
}

/** What was put into words and marks before stands as it is. */
function asItIs(value: unknown): ReactNode {
  return isValidElement(value) ? value : String(value);
}

// A day, a month, an amount or a number, with what stands beside it in brackets.
const LONGEST_LINE = 24;

/** A day or a number that breaks over two lines is read as two. */
function onOneLine(written: ReactNode): ReactNode {
  const isShort = typeof written === "string" && written.length <= LONGEST_LINE && /\d/.test(written);
  return isShort ? <span className="one-line">{written}</span> : written;
}

/** The word for a state. Its colour only repeats what it says. */
export function StateWord({ state }: { state: FieldState }) {
  const { t } = useTranslation("resident");
  const format = useFormat();
  const since = use(UnavailableSince);
  if (state === "value") return null;
  const isSince = state === "unavailable" && since !== null;
  const text = isSince ? t("state.unavailableSince", { time: format.timeOfDay(since) }) : t(`state.${state}`);
  return <span className={`state state-${state}`}>{text}</span>;
}
