import type { ReactNode } from "react";
import { type ShownParts, ShownValue } from "./shown-value.tsx";

/** Names and values of one thing. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

export function Fact<T>({ label, ...shown }: { readonly label: string } & ShownParts<T>) {
  return (
    <div className="fact">
      <dt>{label}</dt>
      <dd>
        <ShownValue {...shown} />
      </dd>
    </div>
  );
}
