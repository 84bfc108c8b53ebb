import { useTranslation } from "react-i18next";
import { useFormat } from "./use-format.ts";

interface FreshnessParts {
  readonly of: {
    readonly asOf?: string | null;
    readonly isStale?: boolean | null;
    readonly unreadableCount?: number | null;
    readonly unreadableAt?: string | null;
  };
}

/** How old data of another system are, that they could not be asked for again, and what of them could not be read. */
export function Freshness({ of: { asOf, isStale, unreadableCount, unreadableAt } }: FreshnessParts) {
  const { t } = useTranslation("resident");
  const format = useFormat();
  const count = unreadableCount ?? 0;
  return (
    <>
      {count > 0 && unreadableAt != null && (
        <p className="freshness state state-unavailable">
          {t("page.unreadable", { count, at: format.instant(unreadableAt) })}
        </p>
      )}
      {asOf != null && isStale === true && (
        <p className="freshness state state-unavailable">{t("page.stale", { at: format.instant(asOf) })}</p>
      )}
      {asOf != null && isStale !== true && <p className="freshness">{t("page.asOf", { at: format.instant(asOf) })}</p>}
    </>
  );
}
