import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { SealsDocument, type SealsQuery } from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { PageRows, TableNote } from "../shown/page-rows.tsx";
import { useFormat } from "../shown/use-format.ts";
import { VerifySeals } from "./verify-seals.tsx";

const COLUMNS = 6;

type Edges = NonNullable<NonNullable<SealsQuery["seals"]>["edges"]>;
type Seal = NonNullable<Edges[number]["node"]>;

/** The seals over the access record, newest first. */
export function SealsPage() {
  const { t } = useTranslation("record");
  const [listed, setListed] = useState<readonly Seal[]>([]);
  return (
    <div className="page">
      <PageHead title={t("seals.title")}>
        <p className="page-intro">{t("seals.intro")}</p>
      </PageHead>
      <VerifySeals seals={listed} />
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
        <SealsPart after={null} onListed={setListed} />
      </table>
    </div>
  );
}

interface SealsPartParts {
  readonly after: string | null;
  /** Told of the seals of this page and of those below it. */
  readonly onListed: (add: (listed: readonly Seal[]) => readonly Seal[]) => void;
}

function SealsPart({ after, onListed }: SealsPartParts) {
  const { t } = useTranslation("record");
  const [next, setNext] = useState<string | null>(null);
  const request = useMemo(() => ({ document: SealsDocument, variables: { after }, purpose: null }), [after]);
  const { looked } = useLook(request);
  const connection = looked?.data?.seals;
  const seals = useMemo(() => (connection?.edges ?? []).flatMap(({ node }) => node ?? []), [connection]);
  useEffect(() => {
    onListed((listed) => [...listed, ...seals.filter((seal) => !listed.includes(seal))]);
  }, [seals, onListed]);
  if (looked === null || connection == null) return <TableNote columns={COLUMNS} failure={looked?.failure ?? null} />;
  if (seals.length === 0 && after === null) return <TableNote columns={COLUMNS} text={t("seals.none")} />;
  return (
    <>
      <PageRows columns={COLUMNS} pageInfo={connection.pageInfo} isLast={next === null} onMore={setNext}>
        {seals.map((seal) => (
          <SealRow key={seal.number} seal={seal} />
        ))}
      </PageRows>
      {next !== null && <SealsPart after={next} onListed={onListed} />}
    </>
  );
}

function SealRow({ seal }: { seal: Seal }) {
  const format = useFormat();
  return (
    <tr>
      <th scope="row">{seal.number}</th>
      <td className="moment">{seal.signedAt != null && format.instant(seal.signedAt)}</td>
      <td className="moment">
        {seal.fromPosition}–{seal.toPosition}
      </td>
      <td className="number">{seal.count}</td>
      <td className="record-number">{seal.root}</td>
      <td className="record-number">{seal.keyId}</td>
    </tr>
  );
}
