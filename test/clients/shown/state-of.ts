type Path = readonly (string | number)[];

/** Where each client keeps these: see its example. */
export interface Signs {
  readonly errors: readonly { readonly path?: Path | undefined; readonly extensions?: { readonly code?: unknown } }[];
  readonly masked: readonly string[];
  readonly pending?: readonly Path[];
}

/** What to say of a value: VALUE, MASKED, PENDING, NONE, or the code of the error that made it null. */
export function stateOf(value: unknown, path: Path, coordinate: string, signs: Signs): string {
  if (value !== null) return signs.masked.includes(coordinate) ? "MASKED" : "VALUE";
  const error = signs.errors.find((one) => one.path !== undefined && leadsTo(one.path, path));
  if (error !== undefined) return String(error.extensions?.code);
  return signs.pending?.some((one) => leadsTo(one, path)) === true ? "PENDING" : "NONE";
}

/** A refusal holds for all items of a list, so its path has no positions; what happened to one item names its own. */
function leadsTo(fault: Path, path: Path): boolean {
  let at = 0;
  for (const step of fault) {
    while (typeof path[at] === "number" && typeof step === "string") at += 1;
    if (path[at] !== step) return false;
    at += 1;
  }
  return true;
}
