import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Failure } from "../graph/answer-of.ts";
import { Button } from "./button.tsx";
import { FailureNote } from "./failure-note.tsx";

interface PageRowsParts {
  readonly columns: number;
  readonly pageInfo: { readonly hasNextPage?: boolean | null; readonly endCursor?: string | null } | null | undefined;
  /** False once the next page stands below. */
  readonly isLast: boolean;
  readonly onMore: (after: string) => void;
  readonly children: ReactNode;
}

/** The rows of one page of a list, and the way to the next. */
export function PageRows({ columns, pageInfo, isLast, onMore, children }: PageRowsParts) {
  const { t } = useTranslation();
  const after = pageInfo?.endCursor;
  const hasMore = isLast && pageInfo?.hasNextPage === true && after != null;
  return (
    <tbody>
      {children}
      {hasMore && (
        <tr>
          <td colSpan={columns}>
            <Button onClick={() => onMore(after)}>{t("more")}</Button>
          </td>
        </tr>
      )}
    </tbody>
  );
}

interface TableNoteParts {
  readonly columns: number;
  readonly failure?: Failure | null;
  /** What to say in place of rows; without it, that they are on their way. */
  readonly text?: string;
}

/** What a table says while it has no rows. */
export function TableNote({ columns, failure = null, text }: TableNoteParts) {
  const { t } = useTranslation();
  return (
    <tbody>
      <tr>
        <td colSpan={columns} role="status">
          {failure === null ? (text ?? t("loading")) : <FailureNote failure={failure} />}
        </td>
      </tr>
    </tbody>
  );
}
