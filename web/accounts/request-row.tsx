import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type AccountRequestsQuery,
  ApproveAccountRequestDocument,
  RejectAccountRequestDocument,
} from "../generated/graphql.ts";
import { useChange } from "../graph/use-change.ts";
import { useAreaNames } from "../areas/use-area-names.tsx";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { useFormat } from "../shown/use-format.ts";
import { useDepartmentName, useRoleNames } from "../shown/use-names.ts";
import { ConfirmChange } from "./confirm-change.tsx";
import type { ShownCodes } from "./shown-codes.tsx";
import { useAccountFault } from "./use-account-fault.ts";

type Edges = NonNullable<NonNullable<AccountRequestsQuery["accountRequests"]>["edges"]>;
export type ListedRequest = NonNullable<Edges[number]["node"]>;

interface RequestRowParts {
  readonly request: ListedRequest;
  readonly onDecided: (codes: ShownCodes) => void;
}

const MOST_ACCOUNTS = 20;

/** A change that waits: what it is about, who asked, and both answers to it. */
export function RequestRow({ request, onDecided }: RequestRowParts) {
  const { t } = useTranslation(["accounts", "enums"]);
  const format = useFormat();
  const roleNames = useRoleNames();
  const departmentName = useDepartmentName();
  const faultText = useAccountFault();
  const approve = useChange(ApproveAccountRequestDocument);
  const reject = useChange(RejectAccountRequestDocument);
  const [asking, setAsking] = useState<"approve" | "reject" | null>(null);
  const [codes, setCodes] = useState<ShownCodes>([]);
  const accounts = request.accounts ?? [];
  const areaName = useAreaNames(accounts.slice(0, MOST_ACCOUNTS).flatMap(({ areas }) => areas ?? []));
  const input = { id: request.id };
  const kind = request.kind == null ? "" : t(`enums:AccountRequestKind.${request.kind}`);
  const names = accounts
    .slice(0, 3)
    .map(({ username }) => username ?? "")
    .join("、");
  const about = { kind, names, count: accounts.length };

  const acts = {
    approve: async () => {
      const outcome = (await approve.send({ input }))?.approveAccountRequest;
      const made = outcome?.activationCodes ?? [];
      setCodes(made.map(({ username, code }) => ({ username: username ?? "", code: code ?? "" })));
      // Sent again after a lost answer: the change is made, and its codes were told once.
      const isCoded = request.kind === "CREATE" || request.kind === "CODE";
      if (isCoded && accounts.length > 0 && outcome?.errors.length === 0 && made.length === 0)
        return t("requests.codesLost");
      return faultText(outcome?.errors, outcome == null);
    },
    reject: async () => {
      const outcome = (await reject.send({ input }))?.rejectAccountRequest;
      return faultText(outcome?.errors, outcome == null);
    },
  };
  return (
    <li className="request">
      <h2>{kind}</h2>
      <p className="row-more">
        {t("requests.asked", {
          by: request.askedBy?.displayName ?? t("requests.elsewhere"),
          at: request.askedAt == null ? "" : format.instant(request.askedAt),
        })}
      </p>
      <ul>
        {accounts.slice(0, MOST_ACCOUNTS).map(({ id, username, displayName, roles, areas, department }) => (
          <li key={id}>
            {`${username ?? ""} ${displayName ?? ""} · ${roleNames(roles ?? [])}`}
            {request.roles != null && ` → ${roleNames(request.roles)}`}
            {department != null && ` · ${departmentName(department)}`}
            {` · ${(areas ?? []).map(areaName).join("、")}`}
          </li>
        ))}
      </ul>
      {accounts.length > MOST_ACCOUNTS && <p>{t("requests.more", { count: accounts.length - MOST_ACCOUNTS })}</p>}
      {request.canApprove === false && <Alert type="info" title={t("requests.another")} />}
      <div className="dialog-actions">
        <Button onClick={() => setAsking("reject")}>{t("requests.reject")}</Button>
        {request.canApprove === true && (
          <Button kind="primary" onClick={() => setAsking("approve")}>
            {t("requests.approve")}
          </Button>
        )}
      </div>
      {asking !== null && (
        <ConfirmChange
          title={t(`requests.${asking}`)}
          question={t(`requests.${asking}Question`, about)}
          confirm={t(`requests.${asking}`)}
          act={acts[asking]}
          onClose={(isDone) => {
            setAsking(null);
            if (isDone) onDecided(codes);
          }}
        />
      )}
    </li>
  );
}
