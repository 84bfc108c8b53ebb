import { closest, distance } from "fastest-levenshtein";

/** What begins like this is meant for the hub; of other names the environment is full. */
const OURS = /^(ONEDOOR_|SUBGRAPH_|DATABASE_(URL|READ|DIRECT))/i;
/** Names the tests take from the environment of a run; no hub reads them. */
const OF_TESTS = /^ONEDOOR_(TEST|BENCH)_/;
const OF_DEPARTMENTS = [/^DATABASE_((READ|DIRECT)_)?URL_[A-Z_]+$/, /^SUBGRAPH_[A-Z_]+_URL$/];

/**
 * A fault for each name that is meant for the hub and that nothing reads: a limit with a letter too few would otherwise
 * be no limit. Names that differ from a setting by their case alone are no settings either.
 */
export function unknownSettings(given: readonly string[], known: readonly string[]): string[] {
  const settings = new Set(known);
  // Upper case alone would also find `http_proxy` and the like of other programs, so only our own names are compared.
  const byUpperCase = new Map(known.filter((name) => name.includes("_")).map((name) => [name.toUpperCase(), name]));
  return given
    .filter((name) => !settings.has(name) && !OF_TESTS.test(name) && !OF_DEPARTMENTS.some((form) => form.test(name)))
    .filter((name) => OURS.test(name) || byUpperCase.has(name.toUpperCase()))
    .map((name) => `${name} is no setting of Onedoor${suggestion(name.toUpperCase(), known)}; .env.example lists them`);
}

function suggestion(name: string, known: readonly string[]): string {
  const near = closest(name, known);
  return distance(name, near) <= Math.ceil(name.length * 0.3) ? `: did you mean ${near}` : "";
}
