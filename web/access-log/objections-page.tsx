import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ObjectionsDocument, SettleObjectionDocument } from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { Field } from "../shown/field.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { PageRows, TableNote } from "../shown/page-rows.tsx";
import { useFormat } from "../shown/use-format.ts";
import { useToldChange } from "../shown/use-told-change.ts";

const COLUMNS = 5;

/** What residents object to in looks of the auditor's areas. */
export function ObjectionsPage() {
  const { t } = useTranslation("record");
  const [round, setRound] = useState(0);
  return (
    <div className="page">
      <PageHead title={t("objections.title")}>
        <p className="page-intro">{t("objections.intro")}</p>
      </PageHead>
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{t("log.at")}</th>
            <th scope="col">{t("objections.viewer")}</th>
            <th scope="col">{t("objections.reason")}</th>
            <th scope="col">{t("objections.answer")}</th>
            <th scope="col">{t("objections.look")}</th>
          </tr>
        </thead>
        <ObjectionRows key={round} after={null} onAnswered={() => setRound((before) => before + 1)} />
      </table>
    </div>
  );
}

function ObjectionRows({ after, onAnswered }: { after: string | null; onAnswered: () => void }) {
  const { t } = useTranslation("record");
  const format = useFormat();
  const [next, setNext] = useState<string | null>(null);
  const request = useMemo(
    () => ({ document: ObjectionsDocument, variables: { isAnswered: null, after }, purpose: null }),
    [after],
  );
  const { looked } = useLook(request);
  const connection = looked?.data?.objections;
  if (looked === null || connection == null) return <TableNote columns={COLUMNS} failure={looked?.failure ?? null} />;
  const objections = (connection.edges ?? []).flatMap(({ node }) => node ?? []);
  if (objections.length === 0 && after === null) return <TableNote columns={COLUMNS} text={t("objections.none")} />;
  return (
    <>
      <PageRows columns={COLUMNS} pageInfo={connection.pageInfo} isLast={next === null} onMore={setNext}>
        {objections.map((one) => (
          <tr key={one.id}>
            <td className="moment">{one.objectedAt != null && format.instant(one.objectedAt)}</td>
            <th scope="row">
              {one.viewerName ?? one.viewerId}
              <span className="row-more">{one.viewerOffice}</span>
            </th>
            <td>{one.reason}</td>
            <td>{one.answer ?? <AnswerForm id={one.id} onAnswered={onAnswered} />}</td>
            <td className="record-number">{one.lookId}</td>
          </tr>
        ))}
      </PageRows>
      {next !== null && <ObjectionRows after={next} onAnswered={onAnswered} />}
    </>
  );
}

function AnswerForm({ id: objectionId, onAnswered }: { id: string; onAnswered: () => void }) {
  const { t } = useTranslation("record");
  const { isUnderWay, fault, send } = useToldChange(
    SettleObjectionDocument,
    "ObjectionErrorCode",
    ({ settleObjection }) => settleObjection,
  );
  const [answer, setAnswer] = useState("");
  const submit = () => {
    send({ input: { id: objectionId, answer } })
      .then((done) => {
        if (done !== null) onAnswered();
      })
      .catch(() => undefined);
  };
  return (
    <>
      <Field label={t("objections.answer")}>
        {({ id }) => (
          <input className="control" id={id} value={answer} onChange={(event) => setAnswer(event.target.value)} />
        )}
      </Field>
      <Button isBusy={isUnderWay} disabled={answer.trim() === ""} onClick={submit}>
        {t("objections.send")}
      </Button>
      {fault !== null && <Alert type="error" role="alert" title={fault} />}
    </>
  );
}
