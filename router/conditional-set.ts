import { areMet, type Conditions, type Variables } from "./conditions.ts";

/** Things an operation holds, each under the conditions (`@skip`, `@include`) of every place it stands in. */
export class ConditionalSet<Value> {
  private readonly entries = new Map<string, { value: Value; alternatives: Conditions[] }>();
  private always: readonly Value[] | null = null;

  /** Adds a place. Equal keys are one thing; the value of the first is kept. */
  add(key: string, value: Value, conditions: Conditions): void {
    this.always = null;
    const entry = this.entries.get(key);
    if (entry === undefined) this.entries.set(key, { value, alternatives: [conditions] });
    else entry.alternatives.push(conditions);
  }

  /** What counts for the variables of one request, in the order it was added. */
  valuesFor(variables: Variables): readonly Value[] {
    if (this.always !== null) return this.always;
    const entries = [...this.entries.values()];
    const inForce = entries.filter(({ alternatives }) => alternatives.some((one) => areMet(one, variables)));
    const values = inForce.map(({ value }) => value);
    // Most operations hold no conditions at all: nothing is left to decide for their next request.
    if (entries.every(({ alternatives }) => alternatives.some((one) => one.length === 0))) this.always = values;
    return values;
  }
}
