import { Button, Input } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  ConfirmWithholdingDocument,
  EndWithholdingDocument,
  WithholdingsDocument,
  WithholdLooksDocument,
} from "../generated/graphql.ts";
import { useChange } from "../graph/use-change.ts";
import { useLook } from "../graph/use-look.tsx";
import { useAccount } from "../session/session-context.tsx";
import { FailureNote } from "../shown/failure-note.tsx";
import { Field } from "../shown/field.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { PageRows, TableNote } from "../shown/page-rows.tsx";
import { useFormat } from "../shown/use-format.ts";

const COLUMNS = 6;

/** Orders that keep looks from residents: asked for by one auditor, confirmed by another. */
export function OrdersPage() {
  const { t } = useTranslation("record");
  const [round, setRound] = useState(0);
  const change = () => setRound((before) => before + 1);
  return (
    <div className="page">
      <PageHead title={t("orders.title")}>
        <p className="page-intro">{t("orders.intro")}</p>
      </PageHead>
      <AskForm onAsked={change} />
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{t("orders.purpose")}</th>
            <th scope="col">{t("orders.until")}</th>
            <th scope="col">{t("orders.reason")}</th>
            <th scope="col">{t("orders.state")}</th>
            <th scope="col">{t("orders.by")}</th>
            <th scope="col">{t("log.details")}</th>
          </tr>
        </thead>
        <OrderRows key={round} after={null} onChanged={change} />
      </table>
    </div>
  );
}

function AskForm({ onAsked }: { onAsked: () => void }) {
  const { t } = useTranslation("record");
  const { isUnderWay, failure, send } = useChange(WithholdLooksDocument);
  const [purpose, setPurpose] = useState("");
  const [lastDay, setLastDay] = useState("");
  const [reason, setReason] = useState("");
  const ask = () => {
    // The day in China, to its end.
    send({ input: { purpose, untilAt: `${lastDay}T23:59:59+08:00`, reason } })
      .then((done) => {
        if (done !== null) onAsked();
      })
      .catch(() => undefined);
  };
  return (
    <div className="list-filter">
      <Field label={t("orders.purpose")}>
        {({ id }) => <Input id={id} value={purpose} onChange={(event) => setPurpose(event.target.value.trim())} />}
      </Field>
      <Field label={t("orders.until")}>
        {({ id }) => <Input id={id} type="date" value={lastDay} onChange={(event) => setLastDay(event.target.value)} />}
      </Field>
      <Field label={t("orders.reason")}>
        {({ id }) => <Input id={id} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
      <Button type="primary" loading={isUnderWay} disabled={purpose === "" || lastDay === ""} onClick={ask}>
        {t("orders.ask")}
      </Button>
      {failure !== null && <FailureNote failure={failure} />}
    </div>
  );
}

function OrderRows({ after, onChanged }: { after: string | null; onChanged: () => void }) {
  const { t } = useTranslation("record");
  const format = useFormat();
  const account = useAccount();
  const [next, setNext] = useState<string | null>(null);
  const confirm = useChange(ConfirmWithholdingDocument);
  const end = useChange(EndWithholdingDocument);
  const request = useMemo(() => ({ document: WithholdingsDocument, variables: { after }, purpose: null }), [after]);
  const { looked } = useLook(request);
  const connection = looked?.data?.withholdings;
  if (looked === null || connection == null) return <TableNote columns={COLUMNS} failure={looked?.failure ?? null} />;
  const orders = (connection.edges ?? []).flatMap(({ node }) => node ?? []);
  if (orders.length === 0 && after === null) return <TableNote columns={COLUMNS} text={t("orders.none")} />;
  const take = (step: typeof confirm | typeof end, id: string) => {
    step
      .send({ input: { id } })
      .then((done) => {
        if (done !== null) onChanged();
      })
      .catch(() => undefined);
  };
  return (
    <>
      <PageRows columns={COLUMNS} pageInfo={connection.pageInfo} isLast={next === null} onMore={setNext}>
        {orders.map((order) => {
          const state = order.state ?? "REQUESTED";
          return (
            <tr key={order.id}>
              <th scope="row">{order.purpose}</th>
              <td className="moment">{order.untilAt != null && format.instant(order.untilAt)}</td>
              <td>{order.reason}</td>
              <td>{t(`orders.${state}`)}</td>
              <td>{[order.orderedBy, order.confirmedBy].filter((one) => one != null).join(" / ")}</td>
              <td>
                {state === "REQUESTED" && order.orderedBy !== account.id && (
                  <Button onClick={() => take(confirm, order.id)}>{t("orders.confirm")}</Button>
                )}
                {(state === "REQUESTED" || state === "CONFIRMED") && (
                  <Button onClick={() => take(end, order.id)}>{t("orders.end")}</Button>
                )}
              </td>
            </tr>
          );
        })}
      </PageRows>
      {next !== null && <OrderRows after={next} onChanged={onChanged} />}
    </>
  );
}
