import { useTranslation } from "react-i18next";

/** The courses that roles ask for (schema/roles.yaml); test/web/accounts.test.ts compares. */
export const COURSES = ["personal-data-protection"] as const;
type Course = (typeof COURSES)[number];

/** A course in words. One that is newer than this page keeps its own name. */
export function useCourseName(): (course: string) => string {
  const { t, i18n } = useTranslation("accounts");
  return (course) => (i18n.exists(`accounts:course.${course}`) ? t(`course.${course as Course}`) : course);
}
