/** Where the answer holds a value that the other one does not hold in the same place; empty when it shows no more. */
export function moreThan(answer: unknown, other: unknown, path = "data"): string[] {
  if (answer === null || answer === undefined) return [];
  if (Array.isArray(answer)) {
    const others: unknown[] = Array.isArray(other) ? other : [];
    return answer.flatMap((item, at) => moreThan(item, others[at], `${path}.${at}`));
  }
  if (typeof answer === "object") {
    // That there is an object tells something too.
    if (typeof other !== "object" || other === null) return [path];
    const others = other as Record<string, unknown>;
    return Object.entries(answer).flatMap(([key, value]) => moreThan(value, others[key], `${path}.${key}`));
  }
  return answer === other ? [] : [path];
}
