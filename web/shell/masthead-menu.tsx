import { type KeyboardEvent, type MouseEvent, type ReactNode, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

/** What stands beside the name of the place; where there is no room for it, behind a button. */
export function MastheadMenu({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const closeAtLink = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest("a") !== null) setOpen(false);
  };
  const closeAtEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !isOpen) return;
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div className="masthead-rest" onClick={closeAtLink} onKeyDown={closeAtEscape}>
      <button
        ref={button}
        type="button"
        className="quiet-button masthead-button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {t("menu")}
      </button>
      <div id={id} className={isOpen ? "masthead-menu masthead-menu-open" : "masthead-menu"}>
        {children}
      </div>
    </div>
  );
}
