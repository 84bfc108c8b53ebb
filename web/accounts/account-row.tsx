import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAccount } from "../session/session-context.tsx";
import { useDepartmentName, useRoleNames } from "../shown/use-names.ts";
import { AccountActions } from "./account-actions.tsx";
import type { ListedAccount } from "./listed-account.ts";

export function AccountRow({ account, onChanged }: { account: ListedAccount; onChanged: () => void }) {
  const { t } = useTranslation(["accounts", "enums"]);
  const own = useAccount();
  const roleNames = useRoleNames();
  const departmentName = useDepartmentName();
  const [fault, setFault] = useState<string | null>(null);
  return (
    <tr>
      <th scope="row">{account.username}</th>
      <td>{account.displayName}</td>
      <td>
        {roleNames(account.roles ?? [])}
        {account.department != null && ` · ${departmentName(account.department)}`}
        {(account.withheldRoles ?? []).map(({ role, course, reason }) => (
          <span key={role} className="row-more">
            {t("withheld", {
              role: roleNames(role == null ? [] : [role]),
              course,
              reason: reason == null ? "" : t(`enums:WithheldReason.${reason}`),
            })}
          </span>
        ))}
      </td>
      <td>{(account.areas ?? []).join(" ")}</td>
      <td>{account.state != null && t(`enums:AccountState.${account.state}`)}</td>
      <td>
        {/* Nobody administers the own account. */}
        {account.id !== own.id && <AccountActions account={account} onChanged={onChanged} onFault={setFault} />}
        {fault !== null && (
          <span role="alert" className="field-fault">
            {fault}
          </span>
        )}
      </td>
    </tr>
  );
}
