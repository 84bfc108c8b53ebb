import { useTranslation } from "react-i18next";
import type { MeQuery } from "../generated/graphql.ts";
import { Alert } from "../shown/alert.tsx";
import { useRoleNames } from "../shown/use-names.ts";
import { useCourseName } from "./use-course-name.ts";

type Withheld = NonNullable<NonNullable<MeQuery["me"]>["withheldRoles"]>;

/** Roles that were given and do not hold today, with the course that is missing. */
export function WithheldRoles({ withheld }: { withheld: Withheld }) {
  const { t } = useTranslation(["catalogue", "enums"]);
  const roleNames = useRoleNames();
  const courseName = useCourseName();
  return (
    <>
      {withheld.map(({ role, course, reason }) => (
        <Alert
          key={role}
          type="warning"
          role="alert"
          title={t("role.withheld", {
            role: roleNames(role == null ? [] : [role]),
            course: course == null ? "" : courseName(course),
            reason: reason == null ? "" : t(`enums:WithheldReason.${reason}`),
          })}
        />
      ))}
    </>
  );
}
