import "../styles/work.css";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { VisitedResidentDocument } from "../generated/graphql.ts";
import type { Purpose } from "../graph/purpose.ts";
import { useLook } from "../graph/use-look.tsx";
import { Alert } from "../shown/alert.tsx";
import { ListState } from "../shown/list-state.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { ShownValue } from "../shown/shown-value.tsx";
import { VisitForm } from "./visit-form.tsx";
import { AskWorkPurpose, useWorkPurpose } from "./work-purpose.tsx";

/** Writes down a visit to one resident. */
export function VisitPage() {
  const { t } = useTranslation("work");
  const { id } = useParams();
  const { purpose, give } = useWorkPurpose();
  return (
    <div className="page work">
      <PageHead title={t("visit.title")} />
      {purpose === null ? (
        <AskWorkPurpose usual={t("purpose.visits")} onGive={give} />
      ) : (
        id !== undefined && (
          <>
            <Visited id={id} purpose={purpose} />
            <VisitForm key={id} residentId={id} purpose={purpose} />
          </>
        )
      )}
    </div>
  );
}

/** Who is visited. Without a line the visit is written down all the same. */
function Visited({ id, purpose }: { id: string; purpose: Purpose }) {
  const { t } = useTranslation(["work", "enums"]);
  const request = useMemo(() => ({ document: VisitedResidentDocument, variables: { id }, purpose }), [id, purpose]);
  const { looked } = useLook(request);
  const person = looked?.data?.resident;
  if (looked === null || looked.data === null || person == null) {
    const isNone = looked !== null && looked.failure === null;
    const { state } = looked?.answer.show(["resident"], "Query.resident", null) ?? { state: "pending" };
    if (isNone && state === "none") return <Alert type="warning" role="alert" title={t("visit.nobody")} />;
    return <ListState looked={looked} root="resident" />;
  }
  const shown = looked.answer.at(person, ["resident"], "Resident");
  const [last] = shown.nodes("visits", "Visit");
  return (
    <section className="work-card" aria-label={t("visit.whom")}>
      <h2>
        <ShownValue of={shown.field("name")} />
      </h2>
      <p className="work-card-more">
        <ShownValue of={shown.field("address")} />
      </p>
      {last !== undefined && (
        <p className="work-card-more">
          {t("visit.last")} <ShownValue of={last.field("visitedOn")} /> ·{" "}
          <ShownValue of={last.field("outcome")} as={(outcome) => t(`enums:VisitOutcome.${outcome}`)} />
        </p>
      )}
    </section>
  );
}
