import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  ApproveWithholdingDocument,
  CloseWithholdingDocument,
  OrderWithholdingDocument,
  WithholdingsDocument,
  type WithholdingsQuery,
} from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";
import { useAccount } from "../session/session-context.tsx";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { Field } from "../shown/field.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { PageRows, TableNote } from "../shown/page-rows.tsx";
import { useFormat } from "../shown/use-format.ts";
import { useToldChange } from "../shown/use-told-change.ts";

const COLUMNS = 6;

type Edges = NonNullable<NonNullable<WithholdingsQuery["withholdings"]>["edges"]>;
type Order = NonNullable<Edges[number]["node"]>;

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
  const { isUnderWay, fault, send } = useToldChange(
    OrderWithholdingDocument,
    "WithholdingErrorCode",
    ({ orderWithholding }) => orderWithholding,
  );
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
        {({ id }) => (
          <input
            className="control"
            id={id}
            value={purpose}
            onChange={(event) => setPurpose(event.target.value.trim())}
          />
        )}
      </Field>
      <Field label={t("orders.until")}>
        {({ id }) => (
          <input
            className="control"
            id={id}
            type="date"
            value={lastDay}
            onChange={(event) => setLastDay(event.target.value)}
          />
        )}
      </Field>
      <Field label={t("orders.reason")}>
        {({ id }) => (
          <input className="control" id={id} value={reason} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
      <Button kind="primary" isBusy={isUnderWay} disabled={purpose === "" || lastDay === ""} onClick={ask}>
        {t("orders.ask")}
      </Button>
      {fault !== null && <Alert type="error" role="alert" title={fault} />}
    </div>
  );
}

function OrderRows({ after, onChanged }: { after: string | null; onChanged: () => void }) {
  const { t } = useTranslation("record");
  const format = useFormat();
  const [next, setNext] = useState<string | null>(null);
  const request = useMemo(() => ({ document: WithholdingsDocument, variables: { after }, purpose: null }), [after]);
  const { looked } = useLook(request);
  const connection = looked?.data?.withholdings;
  if (looked === null || connection == null) return <TableNote columns={COLUMNS} failure={looked?.failure ?? null} />;
  const orders = (connection.edges ?? []).flatMap(({ node }) => node ?? []);
  if (orders.length === 0 && after === null) return <TableNote columns={COLUMNS} text={t("orders.none")} />;
  return (
    <>
      <PageRows columns={COLUMNS} pageInfo={connection.pageInfo} isLast={next === null} onMore={setNext}>
        {orders.map((order) => (
          <tr key={order.id}>
            <th scope="row">{order.purpose}</th>
            <td className="moment">{order.untilAt != null && format.instant(order.untilAt)}</td>
            <td>{order.reason}</td>
            <td>{t(`orders.${order.state ?? "REQUESTED"}`)}</td>
            <td>{[order.orderedBy, order.confirmedBy].filter((one) => one != null).join(" / ")}</td>
            <td>
              <OrderSteps order={order} onTaken={onChanged} />
            </td>
          </tr>
        ))}
      </PageRows>
      {next !== null && <OrderRows after={next} onChanged={onChanged} />}
    </>
  );
}

/** What may be done with an order as it stands. */
function OrderSteps({ order, onTaken }: { order: Order; onTaken: () => void }) {
  const { t } = useTranslation("record");
  const account = useAccount();
  const confirm = useToldChange(
    ApproveWithholdingDocument,
    "WithholdingErrorCode",
    ({ approveWithholding }) => approveWithholding,
  );
  const end = useToldChange(
    CloseWithholdingDocument,
    "WithholdingErrorCode",
    ({ closeWithholding }) => closeWithholding,
  );
  const { id, state, orderedBy } = order;
  const take = ({ send }: Pick<typeof confirm, "send"> | Pick<typeof end, "send">) => {
    send({ input: { id } })
      .then((done) => {
        if (done !== null) onTaken();
      })
      .catch(() => undefined);
  };
  const fault = confirm.fault ?? end.fault;
  return (
    <>
      {state === "REQUESTED" && orderedBy !== account.id && (
        <Button isBusy={confirm.isUnderWay} onClick={() => take(confirm)}>
          {t("orders.confirm")}
        </Button>
      )}
      {(state === "REQUESTED" || state === "CONFIRMED") && (
        <Button isBusy={end.isUnderWay} onClick={() => take(end)}>
          {t("orders.end")}
        </Button>
      )}
      {fault !== null && <Alert type="error" role="alert" title={fault} />}
    </>
  );
}
