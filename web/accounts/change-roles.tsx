import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { SetAccountRolesDocument } from "../generated/graphql.ts";
import { useChange } from "../graph/use-change.ts";
import { Alert } from "../shown/alert.tsx";
import { Button } from "../shown/button.tsx";
import { Dialog } from "../shown/dialog.tsx";
import type { ListedAccount } from "./listed-account.ts";
import { chosenRoles, RoleBoxes } from "./role-boxes.tsx";
import { useAccountFault } from "./use-account-fault.ts";

interface ChangeRolesParts {
  readonly account: ListedAccount;
  /** Told when the roles wait for a second administrator. */
  readonly onAsked: () => void;
  readonly onClose: (isChanged: boolean) => void;
}

export function ChangeRoles({ account, onAsked, onClose }: ChangeRolesParts) {
  const { t } = useTranslation("accounts");
  const faultText = useAccountFault();
  const change = useChange(SetAccountRolesDocument);
  const [fault, setFault] = useState<string | null>(null);
  const save = async (roles: string[]) => {
    const outcome = (await change.send({ input: { id: account.id, roles } }))?.setAccountRoles;
    const found = faultText(outcome?.errors, outcome == null);
    setFault(found);
    if (found === null && outcome?.requestId != null) onAsked();
    if (found === null) onClose(true);
  };
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    save(chosenRoles(event.currentTarget)).catch(() => setFault(faultText(null, true)));
  };
  return (
    <Dialog title={t("roles.of", { username: account.username })} onClose={() => onClose(false)}>
      <form onSubmit={submit}>
        <RoleBoxes held={account.roles ?? []} />
        <p className="field-hint">{t("roles.note")}</p>
        {fault !== null && <Alert type="error" role="alert" title={fault} />}
        <Button kind="primary" type="submit" isBusy={change.isUnderWay}>
          {t("save")}
        </Button>
      </form>
    </Dialog>
  );
}
