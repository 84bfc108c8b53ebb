import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";

interface MoreButtonParts {
  readonly pageInfo: { readonly hasNextPage?: boolean | null; readonly endCursor?: string | null } | null | undefined;
  readonly onMore: (after: string) => void;
}

/** The way to the next page of a list that is no table. */
export function MoreButton({ pageInfo, onMore }: MoreButtonParts) {
  const { t } = useTranslation();
  const after = pageInfo?.endCursor;
  if (pageInfo?.hasNextPage !== true || after == null) return null;
  return (
    <p className="cards-more">
      <Button onClick={() => onMore(after)}>{t("more")}</Button>
    </p>
  );
}
