import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmEmergencyAccessV2Document, type EmergencyAccessesQuery } from "../generated/graphql.ts";
import { useAccount } from "../session/session-context.tsx";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { useFormat } from "../shown/use-format.ts";
import { useToldChange } from "../shown/use-told-change.ts";

type Edges = NonNullable<NonNullable<EmergencyAccessesQuery["emergencyAccesses"]>["edges"]>;
type Request = NonNullable<Edges[number]["node"]>;

interface EmergencyCardParts {
  readonly request: Request;
  readonly mayConfirm: boolean;
}

/** One request: who asks, why, and how long it waits. It never says which resident. */
export function EmergencyCard({ request, mayConfirm }: EmergencyCardParts) {
  const { t } = useTranslation(["work", "enums"]);
  const format = useFormat();
  const own = useAccount();
  const change = useToldChange(
    ConfirmEmergencyAccessV2Document,
    "EmergencyAccessErrorCode",
    ({ confirmEmergencyAccess }) => confirmEmergencyAccess,
  );
  const [confirmed, setConfirmed] = useState<Partial<Request> | null>(null);
  const { state, endsAt, lapsesAt, isAwaitingThirdPerson, firstConfirmedBy } = { ...request, ...confirmed };
  const isFirst = firstConfirmedBy === own.id;
  const confirm = async () => {
    const done = (await change.send({ input: { id: request.id } }))?.emergencyAccess;
    if (done != null) setConfirmed(done);
  };
  const begin = () => {
    confirm().catch(() => undefined);
  };
  return (
    <li className="work-card">
      <h2>
        {request.reason}
        {state != null && (
          <span className={`state ${state === "REQUESTED" ? "state-caution" : "state-masked"}`}>
            {t(`enums:EmergencyState.${state}`)}
          </span>
        )}
      </h2>
      <p className="work-card-more">
        {t("account")} {request.requestedBy} · {request.area?.name}
        {request.requestedAt != null && ` · ${format.instant(request.requestedAt)}`}
      </p>
      {isAwaitingThirdPerson === true && (
        <p role="status">{t(isFirst ? "emergencies.thirdOwn" : "emergencies.third")}</p>
      )}
      {state === "REQUESTED" && lapsesAt != null && <p>{t("emergencies.lapses", { at: format.instant(lapsesAt) })}</p>}
      {state === "CONFIRMED" && endsAt != null && <p>{t("emergencies.ends", { at: format.instant(endsAt) })}</p>}
      {change.fault !== null && <Alert type="error" role="alert" title={change.fault} />}
      {state === "REQUESTED" && mayConfirm && request.requestedBy !== own.id && !isFirst && (
        <div className="work-actions">
          <Button kind="primary" isBusy={change.isUnderWay} onClick={begin}>
            {t("emergencies.confirm")}
          </Button>
        </div>
      )}
    </li>
  );
}
