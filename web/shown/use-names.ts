import { useTranslation } from "react-i18next";
import { chinese } from "../i18n/i18n.ts";
import { useCatalogue } from "../items/catalogue.tsx";

type Role = keyof typeof chinese.record.role;
type Department = keyof typeof chinese.record.department;

/** Roles in words. One that is newer than this page keeps its own name. */
export function useRoleNames(): (roles: readonly string[]) => string {
  const { t, i18n } = useTranslation("record");
  const nameOf = (role: string) => (i18n.exists(`record:role.${role}`) ? t(`role.${role as Role}`) : role);
  return (roles) => roles.map(nameOf).join("、");
}

/** A department in words. */
export function useDepartmentName(): (department: string) => string {
  const { t, i18n } = useTranslation("record");
  return (department) =>
    i18n.exists(`record:department.${department}`) ? t(`department.${department as Department}`) : department;
}

/** All departments with their names. */
export function useDepartments(): readonly (readonly [department: string, name: string])[] {
  const departmentName = useDepartmentName();
  return Object.keys(chinese.record.department).map((department) => [department, departmentName(department)]);
}

/** A purpose as the access record has it, in words. */
export function usePurposeText(): (purpose: string) => string {
  const { t } = useTranslation("record");
  const { items } = useCatalogue();
  return (purpose) => {
    if (purpose === "item:own-record") return t("purpose.ownRecord");
    const [kind, ...rest] = purpose.split(":");
    const detail = rest.join(":");
    switch (kind) {
      case "item":
        return t("purpose.item", { detail: items.get(detail) ?? detail });
      case "case":
      case "duty":
      case "emergency":
        return t(`purpose.${kind}`, { detail });
      default:
        return purpose;
    }
  };
}
