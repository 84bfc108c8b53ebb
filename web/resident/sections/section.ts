import type { ComponentType } from "react";
import type { ResidentPartsFragment } from "../../generated/graphql.ts";
import type { Part } from "../../graph/field-state.ts";
import type { chinese } from "../../i18n/i18n.ts";

export type ResidentPart = Part<ResidentPartsFragment>;

/** What one department tells of a resident. */
export interface Section {
  /** Names the section in the catalogues, and in the page's addresses. */
  readonly key: keyof typeof chinese.resident.section;
  /** The field of the resident that decides whether there is anything to show. */
  readonly field: keyof ResidentPartsFragment;
  /** `beside` the person, or `below` the departments over the whole width; without it, in one of their columns. */
  readonly place?: "beside" | "below";
  /** Shown when the field has a value. */
  readonly Body: ComponentType<{ readonly resident: ResidentPart }>;
}
