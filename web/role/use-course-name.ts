import { useTranslation } from "react-i18next";
import type { chinese } from "../i18n/i18n.ts";

type Course = keyof typeof chinese.catalogue.course;

/** A course in words. One that is newer than this page keeps its own name. */
export function useCourseName(): (course: string) => string {
  const { t, i18n } = useTranslation("catalogue");
  return (course) => (i18n.exists(`catalogue:course.${course}`) ? t(`course.${course as Course}`) : course);
}
