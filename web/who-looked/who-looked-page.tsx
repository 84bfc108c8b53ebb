import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { OwnLooksDocument } from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";
import { OWN_PURPOSE } from "../resident/own-purpose.ts";
import { useAccount } from "../session/session-context.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { PageRows, TableNote } from "../shown/page-rows.tsx";
import { LookRow } from "./look-row.tsx";

const COLUMNS = 5;

/** Every look at the resident who is signed in: who, when, why, and at what. */
export function WhoLookedPage() {
  const { t } = useTranslation("record");
  const { residentId } = useAccount();
  const [onlyOthers, setOnlyOthers] = useState(true);
  return (
    <div className="page">
      <PageHead title={t("own.title")}>
        <p className="page-intro">{t("own.intro")}</p>
      </PageHead>
      <label className="tick">
        <input
          type="checkbox"
          className="box"
          checked={onlyOthers}
          onChange={(event) => setOnlyOthers(event.target.checked)}
        />
        {t("own.onlyOthers")}
      </label>
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{t("log.at")}</th>
            <th scope="col">{t("own.viewer")}</th>
            <th scope="col">{t("log.purpose")}</th>
            <th scope="col">{t("own.what")}</th>
            <th scope="col">{t("log.id")}</th>
          </tr>
        </thead>
        {residentId !== null && (
          <LooksPage key={String(onlyOthers)} id={residentId} onlyOthers={onlyOthers} after={null} />
        )}
      </table>
    </div>
  );
}

function LooksPage({ id, onlyOthers, after }: { id: string; onlyOthers: boolean; after: string | null }) {
  const { t } = useTranslation("record");
  const [next, setNext] = useState<string | null>(null);
  const request = useMemo(
    () => ({ document: OwnLooksDocument, variables: { id, onlyOthers, after }, purpose: OWN_PURPOSE }),
    [id, onlyOthers, after],
  );
  const { looked } = useLook(request);
  const connection = looked?.data?.resident?.accessRecords;
  if (looked === null || connection == null) return <TableNote columns={COLUMNS} failure={looked?.failure ?? null} />;
  const looks = (connection.edges ?? []).flatMap(({ node }) => node ?? []);
  if (looks.length === 0 && after === null) return <TableNote columns={COLUMNS} text={t("own.none")} />;
  return (
    <>
      <PageRows columns={COLUMNS} pageInfo={connection.pageInfo} isLast={next === null} onMore={setNext}>
        {looks.map((one) => (
          <LookRow key={one.id} look={one} />
        ))}
      </PageRows>
      {next !== null && <LooksPage id={id} onlyOthers={onlyOthers} after={next} />}
    </>
  );
}
