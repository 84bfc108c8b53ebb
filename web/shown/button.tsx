import type { ButtonHTMLAttributes, MouseEvent } from "react";

interface ButtonParts extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** The one thing a form is there for is `primary`; `danger` is what hurts somebody. */
  readonly kind?: "plain" | "primary" | "danger";
  /** What it began is under way: until it ends the button keeps the focus and does nothing. */
  readonly isBusy?: boolean;
}

/** Does something here; what leads elsewhere is a link. */
export function Button({ kind = "plain", isBusy = false, className, onClick, ...rest }: ButtonParts) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (isBusy) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      type="button"
      {...rest}
      className={["button", `button-${kind}`, className].filter(Boolean).join(" ")}
      aria-busy={isBusy}
      aria-disabled={isBusy}
      onClick={press}
    />
  );
}
