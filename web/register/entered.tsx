import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../shown/button.tsx";

interface EnteredParts {
  /** What was entered, and of whom. */
  readonly text: string;
  readonly onAgain: () => void;
}

/** Says that it is entered. What else is entered of the same person begins with the entry as it is now. */
export function Entered({ text, onAgain }: EnteredParts) {
  const { t } = useTranslation("register");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="work-card" role="status">
      <h2 ref={heading} tabIndex={-1}>
        {text}
      </h2>
      <div className="work-actions">
        <Button onClick={onAgain}>{t("entered.again")}</Button>
      </div>
    </section>
  );
}
