import "../styles/work.css";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { UnjudgedDutiesDocument } from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";
import { ListState } from "../shown/list-state.tsx";
import { MoreButton } from "../shown/more-button.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { DutyCard } from "./duty-card.tsx";

/** Looks that were made for a duty and that a supervisor has to judge. */
export function DutiesPage() {
  const { t } = useTranslation("work");
  return (
    <div className="page work">
      <PageHead title={t("duties.title")}>
        <p className="page-intro">{t("duties.intro")}</p>
      </PageHead>
      <DutiesPart after={null} />
    </div>
  );
}

function DutiesPart({ after }: { after: string | null }) {
  const { t } = useTranslation("work");
  const [next, setNext] = useState<string | null>(null);
  const request = useMemo(() => ({ document: UnjudgedDutiesDocument, variables: { after }, purpose: null }), [after]);
  const { looked } = useLook(request);
  const connection = looked?.data?.unjudgedDuties;
  if (connection == null) return <ListState looked={looked} root="unjudgedDuties" />;
  const duties = (connection.edges ?? []).flatMap(({ node }) => node ?? []);
  if (duties.length === 0 && after === null) return <p role="status">{t("duties.none")}</p>;
  return (
    <>
      <ul className="cards">
        {duties.map((duty) => (
          <DutyCard key={duty.id} duty={duty} />
        ))}
      </ul>
      {next === null ? <MoreButton pageInfo={connection.pageInfo} onMore={setNext} /> : <DutiesPart after={next} />}
    </>
  );
}
