import { useTranslation } from "react-i18next";
import { languageOf } from "../i18n/i18n.ts";
import { type Format, formatOf } from "./amounts-and-days.ts";

/** How amounts, days and instants are written in the language of the page. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  return formatOf(languageOf(i18n));
}
