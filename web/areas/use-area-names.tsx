import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from "react";
import { useClient } from "urql";
import { type AreaNames, createAreaNames } from "./area-names.ts";

const AreaNamesContext = createContext<AreaNames | null>(null);

export function AreaNamesProvider({ children }: { children: ReactNode }) {
  const client = useClient();
  const [names] = useState(() => createAreaNames(client));
  return <AreaNamesContext value={names}>{children}</AreaNamesContext>;
}

const never = () => () => undefined;

/** Writes codes of divisions as their full names; a code stands for itself until its name has come. */
export function useAreaNames(codes: readonly string[]): (code: string) => string {
  const names = use(AreaNamesContext);
  useSyncExternalStore(names?.subscribe ?? never, () => names?.version() ?? 0);
  const key = codes.join(" ");
  useEffect(() => {
    if (key !== "") names?.want(key.split(" "));
  }, [names, key]);
  return (code) => names?.nameOf(code) ?? code;
}
