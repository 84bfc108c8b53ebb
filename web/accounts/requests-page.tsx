import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { AccountRequestsDocument } from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";
import { Button } from "../shown/button.tsx";
import { FailureNote } from "../shown/failure-note.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { RequestRow } from "./request-row.tsx";
import { type ShownCodes, ShownCodesDialog } from "./shown-codes.tsx";

/** What waits for a second administrator. */
export function RequestsPage() {
  const { t } = useTranslation("accounts");
  const [round, setRound] = useState(0);
  const [codes, setCodes] = useState<ShownCodes>([]);
  const decided = (made: ShownCodes) => {
    setCodes(made);
    setRound(round + 1);
  };
  return (
    <div className="page">
      <PageHead title={t("requests.title")}>
        <p className="page-intro">{t("requests.intro")}</p>
      </PageHead>
      <RequestsPart key={round} after={null} onDecided={decided} />
      {codes.length > 0 && <ShownCodesDialog codes={codes} onClose={() => setCodes([])} />}
    </div>
  );
}

function RequestsPart({ after, onDecided }: { after: string | null; onDecided: (codes: ShownCodes) => void }) {
  const { t } = useTranslation(["accounts", "app"]);
  const [next, setNext] = useState<string | null>(null);
  const request = useMemo(() => ({ document: AccountRequestsDocument, variables: { after }, purpose: null }), [after]);
  const { looked } = useLook(request);
  const connection = looked?.data?.accountRequests;
  if (looked !== null && connection == null) return <FailureNote failure={looked.failure ?? "failed"} />;
  if (connection == null) return <p role="status">{t("app:loading")}</p>;
  const requests = (connection.edges ?? []).flatMap(({ node }) => node ?? []);
  if (requests.length === 0 && after === null) return <p role="status">{t("requests.none")}</p>;
  const end = connection.pageInfo?.endCursor;
  return (
    <>
      <ul className="requests">
        {requests.map((one) => (
          <RequestRow key={one.id} request={one} onDecided={onDecided} />
        ))}
      </ul>
      {next === null && connection.pageInfo?.hasNextPage === true && end != null && (
        <Button onClick={() => setNext(end)}>{t("app:more")}</Button>
      )}
      {next !== null && <RequestsPart after={next} onDecided={onDecided} />}
    </>
  );
}
