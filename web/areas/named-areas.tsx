import { useAreaNames } from "./use-area-names.tsx";

/** Divisions by their full names. */
export function NamedAreas({ codes }: { codes: readonly string[] }) {
  const nameOf = useAreaNames(codes);
  return <>{codes.map(nameOf).join("、")}</>;
}
