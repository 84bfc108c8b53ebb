import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { SealsDocument } from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { PageRows, TableNote } from "../shown/page-rows.tsx";
import { useFormat } from "../shown/use-format.ts";

const COLUMNS = 6;

/** The seals over the access record, newest first. */
export function SealsPage() {
  const { t } = useTranslation("record");
  return (
    <div className="page">
      <PageHead title={t("seals.title")}>
        <p className="page-intro">{t("seals.intro")}</p>
      </PageHead>
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{t("seals.number")}</th>
            <th scope="col">{t("seals.signedAt")}</th>
            <th scope="col">{t("seals.range")}</th>
            <th scope="col" className="number">
              {t("seals.count")}
            </th>
            <th scope="col">{t("seals.root")}</th>
            <th scope="col">{t("seals.key")}</th>
          </tr>
        </thead>
        <SealsPart after={null} />
      </table>
    </div>
  );
}

function SealsPart({ after }: { after: string | null }) {
  const { t } = useTranslation("record");
  const format = useFormat();
  const [next, setNext] = useState<string | null>(null);
  const request = useMemo(() => ({ document: SealsDocument, variables: { after }, purpose: null }), [after]);
  const { looked } = useLook(request);
  const connection = looked?.data?.seals;
  if (looked === null || connection == null) return <TableNote columns={COLUMNS} failure={looked?.failure ?? null} />;
  const seals = (connection.edges ?? []).flatMap(({ node }) => node ?? []);
  if (seals.length === 0 && after === null) return <TableNote columns={COLUMNS} text={t("seals.none")} />;
  return (
    <>
      <PageRows columns={COLUMNS} pageInfo={connection.pageInfo} isLast={next === null} onMore={setNext}>
        {seals.map((seal) => (
          <tr key={seal.number}>
            <th scope="row">{seal.number}</th>
            <td>{seal.signedAt != null && format.instant(seal.signedAt)}</td>
            <td>
              {seal.fromPosition}–{seal.toPosition}
            </td>
            <td className="number">{seal.count}</td>
            <td className="record-number">{seal.root}</td>
            <td className="record-number">{seal.keyId}</td>
          </tr>
        ))}
      </PageRows>
      {next !== null && <SealsPart after={next} />}
    </>
  );
}
