import { useTranslation } from "react-i18next";
import { useFormat } from "./use-format.ts";

interface FreshnessParts {
  readonly of: { readonly asOf?: string | null; readonly isStale?: boolean | null };
}

/** How old data of another system are, and that they could not be asked for anew. */
export function Freshness({ of: { asOf, isStale } }: FreshnessParts) {
  const { t } = useTranslation("resident");
  const format = useFormat();
  if (asOf == null) return null;
  const at = format.instant(asOf);
  return isStale === true ? (
    <p className="freshness state state-unavailable">{t("page.stale", { at })}</p>
  ) : (
    <p className="freshness">{t("page.asOf", { at })}</p>
  );
}
