import { type DirectiveNode, Kind } from "graphql";

export type Variables = Readonly<Record<string, unknown>>;

/** One `@skip` or `@include`: the variable must have the value. */
export interface Condition {
  readonly variable: string;
  readonly mustBe: boolean;
}

/** All conditions under which a selection counts; "never" when a literal switches it off. */
export type Conditions = readonly Condition[];

/** Adds the `@skip`/`@include` of one selection to those around it. Null when it can never count. */
export function addConditions(outer: Conditions, directives: readonly DirectiveNode[] | undefined): Conditions | null {
  const added: Condition[] = [];
  for (const directive of directives ?? []) {
    const name = directive.name.value;
    if (name !== "skip" && name !== "include") continue;
    const mustBe = name === "include";
    const value = directive.arguments?.find((argument) => argument.name.value === "if")?.value;
    if (value?.kind === Kind.BOOLEAN && value.value !== mustBe) return null;
    if (value?.kind === Kind.VARIABLE) added.push({ variable: value.name.value, mustBe });
  }
  return added.length === 0 ? outer : [...outer, ...added];
}

export function areMet(conditions: Conditions, variables: Variables): boolean {
  return conditions.every(({ variable, mustBe }) => (variables[variable] === true) === mustBe);
}
