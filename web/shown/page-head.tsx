import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

interface PageHeadParts {
  readonly title: string;
  readonly children?: ReactNode;
  /** False where something else on the page takes the focus. */
  readonly takesFocus?: boolean;
}

/** The heading of a page. It takes the focus when the page opens, so that keyboards and screen readers begin there. */
export function PageHead({ title, children, takesFocus = true }: PageHeadParts) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t("brand")}`;
  }, [title, t]);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  return (
    <div className="page-head">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </div>
  );
}
