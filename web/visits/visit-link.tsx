import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAccount } from "../session/session-context.tsx";

const VISITORS = ["grid_worker", "village_worker"];

/** True for those who record visits and complete tasks; others read them. */
export function useIsVisitor(): boolean {
  const { roles } = useAccount();
  return roles.some((role) => VISITORS.includes(role));
}

/** From a resident's page to the form for a visit, for those who visit. */
export function VisitLink({ id }: { id: string }) {
  const { t } = useTranslation("work");
  if (!useIsVisitor()) return null;
  return (
    <Link className="work-link" to={`/visits/${encodeURIComponent(id)}`}>
      {t("visit.title")}
    </Link>
  );
}
