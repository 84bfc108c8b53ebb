import { useTranslation } from "react-i18next";
import type { MeQuery } from "../generated/graphql.ts";
import { useFormat } from "../shown/use-format.ts";
import { useCourseName } from "./use-course-name.ts";

type Passed = NonNullable<NonNullable<MeQuery["me"]>["certificates"]>;

export function Certificates({ certificates }: { certificates: Passed }) {
  const { t } = useTranslation("catalogue");
  const format = useFormat();
  const courseName = useCourseName();
  if (certificates.length === 0) return null;
  return (
    <section className="work-card" aria-labelledby="role-certificates">
      <h2 id="role-certificates">{t("role.certificates")}</h2>
      <ul>
        {certificates.map(({ course, startsOn, endsOn }) => (
          <li key={`${course} ${startsOn}`}>
            {course != null && courseName(course)} {startsOn != null && format.day(startsOn)}
            {endsOn != null && ` – ${format.day(endsOn)}`}
          </li>
        ))}
      </ul>
    </section>
  );
}
