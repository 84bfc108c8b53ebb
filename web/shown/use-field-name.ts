import { useTranslation } from "react-i18next";

// What only holds other fields together says nothing to a reader.
const FRAME = /(?:Connection|Edge)\.|^(?:PageInfo|Query|Area)\.|\.(?:id|asOf|isStale|unreadableCount|unreadableAt)$/;

/** What a field is called below a heading that says whose it is. */
export function useFieldLabel(): (coordinate: string) => string {
  const { t, i18n } = useTranslation();
  return (coordinate) => {
    const key = `labels:${coordinate}`;
    return i18n.exists(key) ? t(key as never) : coordinate;
  };
}

/**
 * A schema coordinate in words, as a resident reads them. One that is newer than the catalogue stays a coordinate; null
 * for fields that only hold others.
 */
export function useFieldName(): (coordinate: string) => string | null {
  const { t, i18n } = useTranslation();
  return (coordinate) => {
    if (FRAME.test(coordinate)) return null;
    const key = `fields:${coordinate}`;
    return i18n.exists(key) ? t(key as never) : coordinate;
  };
}
