import "../styles/work.css";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmergencyAccessesDocument } from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";
import { useAccount } from "../session/session-context.tsx";
import { Button } from "../shown/button.tsx";
import { ListState } from "../shown/list-state.tsx";
import { MoreButton } from "../shown/more-button.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { EmergencyCard } from "./emergency-card.tsx";

/** Requests for emergency access in the viewer's areas; those who may confirm them do it here. */
export function EmergenciesPage() {
  const { t } = useTranslation("work");
  const [round, setRound] = useState(0);
  const { roles, department } = useAccount();
  // The hub decides; this only leaves out a button that would be refused.
  const mayConfirm = roles.includes("centre_head") || department === "population";
  return (
    <div className="page work">
      <PageHead title={t("emergencies.title")}>
        <p className="page-intro">{t(mayConfirm ? "emergencies.intro" : "emergencies.introReading")}</p>
      </PageHead>
      <p>
        <Button onClick={() => setRound(round + 1)}>{t("emergencies.again")}</Button>
      </p>
      <EmergenciesPart key={round} after={null} mayConfirm={mayConfirm} />
    </div>
  );
}

function EmergenciesPart({ after, mayConfirm }: { after: string | null; mayConfirm: boolean }) {
  const { t } = useTranslation("work");
  const [next, setNext] = useState<string | null>(null);
  const request = useMemo(
    () => ({ document: EmergencyAccessesDocument, variables: { after }, purpose: null }),
    [after],
  );
  const { looked } = useLook(request);
  const connection = looked?.data?.emergencyAccesses;
  if (connection == null) return <ListState looked={looked} root="emergencyAccesses" />;
  const requests = (connection.edges ?? []).flatMap(({ node }) => node ?? []);
  if (requests.length === 0 && after === null) return <p role="status">{t("emergencies.none")}</p>;
  return (
    <>
      <ul className="cards">
        {requests.map((one) => (
          <EmergencyCard key={one.id} request={one} mayConfirm={mayConfirm} />
        ))}
      </ul>
      {next === null ? (
        <MoreButton pageInfo={connection.pageInfo} onMore={setNext} />
      ) : (
        <EmergenciesPart after={next} mayConfirm={mayConfirm} />
      )}
    </>
  );
}
