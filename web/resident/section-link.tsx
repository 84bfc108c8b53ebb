import type { MouseEvent, ReactNode } from "react";

/** Leads to a heading of the page. The router would take a plain anchor for a page of its own. */
export function SectionLink({ to, children }: { to: string; children: ReactNode }) {
  const go = (event: MouseEvent) => {
    event.preventDefault();
    const heading = document.getElementById(to);
    heading?.scrollIntoView({ block: "start" });
    heading?.focus({ preventScroll: true });
  };
  return (
    <a href={`#${to}`} onClick={go}>
      {children}
    </a>
  );
}
