import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type AccountErrorCode,
  CloseAccountDocument,
  IssueActivationCodeDocument,
  ReopenAccountDocument,
} from "../generated/graphql.ts";
import { useChange } from "../graph/use-change.ts";
import { ActivationCode } from "./activation-code.tsx";
import { ChangeRoles } from "./change-roles.tsx";
import type { ListedAccount } from "./listed-account.ts";
import { useAccountFault } from "./use-account-fault.ts";

interface AccountActionsParts {
  readonly account: ListedAccount;
  readonly onChanged: () => void;
  readonly onFault: (text: string | null) => void;
}

interface Outcome {
  readonly errors?: readonly { readonly code?: AccountErrorCode | null }[] | null;
}

/** What an administrator may do with one account. The hub decides; a refusal is told beside the account. */
export function AccountActions({ account, onChanged, onFault }: AccountActionsParts) {
  const { t } = useTranslation("accounts");
  const faultText = useAccountFault();
  const close = useChange(CloseAccountDocument);
  const reopen = useChange(ReopenAccountDocument);
  const issueCode = useChange(IssueActivationCodeDocument);
  const [code, setCode] = useState<string | null>(null);
  const [isChangingRoles, setChangingRoles] = useState(false);
  const input = { id: account.id };
  const username = account.username ?? "";

  const settle = (outcome: Outcome | null | undefined) => {
    const fault = faultText(outcome?.errors, outcome == null);
    onFault(fault);
    if (fault === null) onChanged();
  };
  const run = (act: () => Promise<void>) => {
    act().catch(() => onFault(faultText(null, true)));
  };
  const isClosed = account.state === "CLOSED";
  return (
    <span className="row-actions">
      <button
        type="button"
        className="link-button"
        aria-label={t("roleChange.of", { username })}
        onClick={() => setChangingRoles(true)}
      >
        {t("roleChange.title")}
      </button>
      {!isClosed && (
        <button
          type="button"
          className="link-button"
          aria-label={t("code.of", { username })}
          onClick={() =>
            run(async () => {
              const outcome = (await issueCode.send({ input }))?.issueActivationCode;
              onFault(faultText(outcome?.errors, outcome == null));
              setCode(outcome?.activationCode ?? null);
            })
          }
        >
          {t("code.issue")}
        </button>
      )}
      <button
        type="button"
        className="link-button"
        aria-label={t(isClosed ? "reopen.of" : "close.of", { username })}
        onClick={() =>
          run(async () => {
            if (isClosed) settle((await reopen.send({ input }))?.reopenAccount);
            else settle((await close.send({ input }))?.closeAccount);
          })
        }
      >
        {t(isClosed ? "reopen.title" : "close.title")}
      </button>
      {code !== null && <ActivationCode username={username} code={code} onClose={() => setCode(null)} />}
      {isChangingRoles && (
        <ChangeRoles
          account={account}
          onClose={(isChanged) => {
            setChangingRoles(false);
            if (isChanged) onChanged();
          }}
        />
      )}
    </span>
  );
}
