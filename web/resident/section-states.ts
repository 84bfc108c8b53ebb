import type { FieldState } from "../graph/field-state.ts";
import type { ResidentPart, Section } from "./sections/section.ts";

export interface OpenSection {
  readonly section: Section;
  readonly state: FieldState;
}

/** The sections of a page by how they are shown. */
export interface SectionStates {
  /** Each has a place of its own: there is something to see, or to wait for, or something went wrong. */
  readonly open: readonly OpenSection[];
  /** One line: what the role never sees is not a wall of refusals. */
  readonly refused: readonly Section[];
  /** One line: departments that know nothing of the person. */
  readonly empty: readonly Section[];
}

export function sectionStates(sections: readonly Section[], resident: ResidentPart): SectionStates {
  const states = sections.map((section) => ({ section, state: stateOf(section, resident) }));
  const those = (state: FieldState) => states.filter((one) => one.state === state).map(({ section }) => section);
  return {
    open: states.filter(({ state }) => state !== "refused" && state !== "none"),
    refused: those("refused"),
    empty: those("none"),
  };
}

/** Every other one to the left, the rest to the right: none changes sides while others grow. */
export function inColumns(open: readonly OpenSection[]): (readonly OpenSection[])[] {
  return [0, 1].map((side) => open.filter((_, at) => at % 2 === side));
}

function stateOf({ field }: Section, resident: ResidentPart): FieldState {
  const { state, value } = resident.field(field);
  return value !== null && isEmptyList(value) && !isPartlyUnreadable(value) ? "none" : state;
}

function isEmptyList(value: unknown): boolean {
  const list = Array.isArray(value) ? value : (value as { edges?: unknown }).edges;
  return Array.isArray(list) && list.length === 0;
}

/** What could not be read is named in its place: it must not pass for nothing. */
function isPartlyUnreadable(value: unknown): boolean {
  const { unreadableCount } = value as { unreadableCount?: number | null };
  return (unreadableCount ?? 0) > 0;
}
