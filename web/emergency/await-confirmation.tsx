import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useClient } from "urql";
import { EmergencyAccessDocument, type EmergencyAccessQuery } from "../generated/graphql.ts";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { useFormat } from "../shown/use-format.ts";

const ASK_EVERY_MS = 5_000;

type Request = NonNullable<EmergencyAccessQuery["emergencyAccess"]>;

interface AwaitConfirmationParts {
  readonly id: string;
  readonly onOpen: () => void;
  readonly onOver: () => void;
}

/** Asks how far the request has come until it is confirmed or has lapsed. It tells nothing of the resident. */
export function AwaitConfirmation({ id, onOpen, onOver }: AwaitConfirmationParts) {
  const { t } = useTranslation("work");
  const format = useFormat();
  const request = useRequest(id);
  switch (request?.state) {
    case "CONFIRMED":
      return (
        <div className="work-elsewhere">
          <Alert
            type="success"
            role="alert"
            title={t("emergency.confirmed", {
              at: request.endsAt == null ? "" : format.timeOfDay(Date.parse(request.endsAt)),
            })}
            action={
              <Button kind="primary" onClick={onOpen}>
                {t("emergency.look")}
              </Button>
            }
          />
        </div>
      );
    case "LAPSED":
    case "ENDED":
      return (
        <div className="work-elsewhere">
          <Alert
            type="warning"
            role="alert"
            title={t("emergency.over")}
            action={<Button onClick={onOver}>{t("emergency.askAgain")}</Button>}
          />
        </div>
      );
    default:
      return (
        <p className="work-elsewhere" role="status">
          {t(request?.isAwaitingThirdPerson === true ? "emergency.waitingThird" : "emergency.waiting", {
            at: request?.lapsesAt == null ? "" : format.timeOfDay(Date.parse(request.lapsesAt)),
          })}
        </p>
      );
  }
}

function useRequest(id: string): Request | null {
  const client = useClient();
  const [request, setRequest] = useState<Request | null>(null);
  const isWaiting = request === null || request.state === "REQUESTED";
  useEffect(() => {
    if (!isWaiting) return undefined;
    let isGone = false;
    const ask = async () => {
      const { data } = await client.query(EmergencyAccessDocument, { id }).toPromise();
      if (!isGone && data?.emergencyAccess != null) setRequest(data.emergencyAccess);
    };
    // A line that is down is asked again at the next turn.
    const begin = () => {
      ask().catch(() => undefined);
    };
    begin();
    const turns = setInterval(begin, ASK_EVERY_MS);
    return () => {
      isGone = true;
      clearInterval(turns);
    };
  }, [client, id, isWaiting]);
  return request;
}
