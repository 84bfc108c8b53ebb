import { type ReactNode, useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import "../styles/dialog.css";

interface DialogParts {
  readonly title: string;
  readonly children: ReactNode;
  readonly onClose: () => void;
}

/**
 * A dialog of the browser's own: it keeps the focus inside, ends with Escape, and gives the focus back.
 */
export function Dialog({ title, children, onClose }: DialogParts) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const opened = dialog.current;
    const before = document.activeElement;
    opened?.showModal();
    return () => {
      opened?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="dialog-head">
        <h2 id={titleId}>{title}</h2>
        <button type="button" className="link-button" onClick={onClose}>
          {t("close")}
        </button>
      </div>
      {children}
    </dialog>
  );
}
