import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useRoleNames } from "../shown/use-names.ts";

// Which of them an administrator may give is in roles.yaml; the hub refuses the others.
const ROLES = [
  "window_clerk",
  "centre_head",
  "village_worker",
  "grid_worker",
  "department_officer",
  "standards_drafter",
  "standards_reviewer",
  "analyst",
  "account_admin",
] as const;

/** Roles to give, one box each, all named `role`. */
export function RoleBoxes({ held = [], fault }: { held?: readonly string[]; fault?: string | null | undefined }) {
  const faultId = useId();
  const { t } = useTranslation("accounts");
  const roleNames = useRoleNames();
  return (
    <fieldset className="role-boxes" aria-describedby={fault == null ? undefined : faultId}>
      <legend>{t("roles.title")}</legend>
      {ROLES.map((role) => (
        <label key={role}>
          <input type="checkbox" name="role" value={role} defaultChecked={held.includes(role)} />
          {roleNames([role])}
        </label>
      ))}
      {fault != null && (
        <p id={faultId} className="field-fault">
          {fault}
        </p>
      )}
    </fieldset>
  );
}

export function chosenRoles(form: HTMLFormElement): string[] {
  return new FormData(form).getAll("role").filter((role) => typeof role === "string");
}
