import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type AccountErrorCode,
  CloseAccountDocument,
  IssueActivationCodeDocument,
  ReopenAccountDocument,
} from "../generated/graphql.ts";
import { useChange } from "../graph/use-change.ts";
import { ChangeRoles } from "./change-roles.tsx";
import { ConfirmChange } from "./confirm-change.tsx";
import { EnterCertificate } from "./enter-certificate.tsx";
import type { ListedAccount } from "./listed-account.ts";
import { useAccountFault } from "./use-account-fault.ts";

interface AccountActionsParts {
  readonly account: ListedAccount;
  readonly onChanged: () => void;
  /** Told when a change waits for a second administrator. */
  readonly onAsked: () => void;
}

interface Outcome {
  readonly requestId?: string | null;
  readonly errors: readonly { readonly code: AccountErrorCode }[];
}

type Act = "roles" | "code" | "close" | "reopen" | "certificate";

/** What an administrator may do with one account. The hub decides; a refusal is shown beside the action. */
export function AccountActions({ account, onChanged, onAsked }: AccountActionsParts) {
  const { t } = useTranslation("accounts");
  const faultText = useAccountFault();
  const close = useChange(CloseAccountDocument);
  const reopen = useChange(ReopenAccountDocument);
  const issueCode = useChange(IssueActivationCodeDocument);
  const [act, setAct] = useState<Act | null>(null);
  const input = { id: account.id };
  const username = account.username ?? "";
  const named = { username, name: account.displayName ?? "" };

  const settled = (outcome: Outcome | null | undefined): string | null => {
    const fault = faultText(outcome?.errors, outcome == null);
    if (fault === null && outcome?.requestId != null) onAsked();
    return fault;
  };
  const end = (isDone: boolean) => {
    setAct(null);
    if (isDone) onChanged();
  };
  const send = {
    close: async () => settled((await close.send({ input }))?.closeAccount),
    reopen: async () => settled((await reopen.send({ input }))?.reopenAccount),
    code: async () => settled((await issueCode.send({ input }))?.issueActivationCode),
  };
  // What waits to be approved is decided among the requests.
  if (account.state === "REQUESTED") return null;
  const acts: readonly Act[] = account.state === "CLOSED" ? ["reopen"] : ["roles", "code", "certificate", "close"];
  return (
    <span className="row-actions">
      {acts.map((one) => (
        <button
          key={one}
          type="button"
          className="link-button"
          aria-label={t(`${one}.of`, { username })}
          onClick={() => setAct(one)}
        >
          {t(`${one}.title`)}
        </button>
      ))}
      {(act === "close" || act === "reopen" || act === "code") && (
        <ConfirmChange
          title={t(`${act}.of`, { username })}
          question={t(`${act}.question`, named)}
          confirm={t(`${act}.confirm`)}
          act={send[act]}
          onClose={end}
        />
      )}
      {act === "certificate" && <EnterCertificate account={account} onClose={end} />}
      {act === "roles" && <ChangeRoles account={account} onAsked={onAsked} onClose={end} />}
    </span>
  );
}
