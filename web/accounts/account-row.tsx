import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAccount } from "../session/session-context.tsx";
import { useAreaNames } from "../areas/use-area-names.tsx";
import { useDepartmentName, useRoleNames } from "../shown/use-names.ts";
import { AccountActions } from "./account-actions.tsx";
import { useCourseName } from "./courses.ts";
import type { ListedAccount } from "./listed-account.ts";

export function AccountRow({ account, onChanged }: { account: ListedAccount; onChanged: () => void }) {
  const { t } = useTranslation(["accounts", "enums"]);
  const own = useAccount();
  const roleNames = useRoleNames();
  const departmentName = useDepartmentName();
  const courseName = useCourseName();
  const areaName = useAreaNames(account.areas ?? []);
  const [isAsked, setAsked] = useState(false);
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
              course: course == null ? "" : courseName(course),
              reason: reason == null ? "" : t(`enums:WithheldReason.${reason}`),
            })}
          </span>
        ))}
      </td>
      <td>{(account.areas ?? []).map(areaName).join("、")}</td>
      <td>{account.state != null && t(`enums:AccountState.${account.state}`)}</td>
      <td>
        {/* You cannot administer your own account. */}
        {account.id !== own.id && (
          <AccountActions account={account} onChanged={onChanged} onAsked={() => setAsked(true)} />
        )}
        {isAsked && (
          <span role="status" className="row-more">
            {t("asked")}
          </span>
        )}
      </td>
    </tr>
  );
}
