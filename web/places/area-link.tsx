import { Link } from "react-router";

export function AreaLink({ area }: { area: { readonly code: string; readonly name?: string | null } }) {
  return (
    <>
      <Link to={`/areas/${encodeURIComponent(area.code)}`}>{area.name ?? area.code}</Link>{" "}
      <span className="catalogue-code">{area.code}</span>
    </>
  );
}
