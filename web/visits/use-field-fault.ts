import { useTranslation } from "react-i18next";
import type { KeptChange } from "./use-kept-change.ts";

/** Why the hub did not take one part of a change, in words; null where it said nothing of it. */
export function useFieldFault({ standing, reasons }: KeptChange<object>): (field: string) => string | null {
  const { t } = useTranslation(["app", "enums"]);
  return (field) => {
    if (standing !== "refused") return null;
    const own = reasons.filter((reason) => reason.field === field).map(({ text }) => t(text));
    return own.join(" ") || null;
  };
}
