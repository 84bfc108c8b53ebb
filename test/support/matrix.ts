import type { Probe } from "./asked-in-many-ways.ts";
import type { AskingViewer } from "./expected-answer.ts";
import type { Reply } from "./hub.ts";
import { allHolders, type Holder, mayGivePurpose, scopesOfRole, type SdlRules } from "./sdl-rules.ts";

/** What came of one field: something, something masked, nothing, or a refusal. */
export type Cell = "value" | "masked" | "nothing" | "UNAUTHORIZED_FIELD_OR_TYPE" | "PURPOSE_REQUIRED";

/** One holder in one situation. */
export interface MatrixViewer extends Holder {
  readonly viewer: AskingViewer;
  readonly isInArea: boolean;
}

/** Every holder, with and without purpose, with and without the right to the rows of person 1005. */
export const matrixViewers: readonly MatrixViewer[] = allHolders.flatMap((holder) =>
  [true, false].flatMap((hasPurpose) =>
    [true, false].map((isInArea) => {
      const isResident = holder.role === "resident";
      const areas = isInArea ? ["320105", "320205105", "3201"] : ["3299"];
      const residentId = isResident ? (isInArea ? "1005" : "1002") : null;
      const viewer: AskingViewer = {
        scopes: scopesOfRole(holder.role, holder.department),
        // A kind of purpose that the role may not give counts as none.
        hasPurpose: hasPurpose && mayGivePurpose(holder.role, "item"),
        areas: isResident ? [] : areas,
        residentId,
        accountId: isInArea ? "501" : "1",
      };
      return { ...holder, isInArea, viewer };
    }),
  ),
);

/** Reads a cell off an answer. */
export function cellOf(
  { path, coordinates }: Probe,
  { data, errors, masked }: Pick<Reply, "data" | "errors" | "masked">,
): Cell {
  const refusal = errors.find((error) => isStartOf(keysOf(error.path), path));
  if (refusal !== undefined) return refusal.extensions.code as Cell;
  if (!valuesAt(data, path).some((value) => value !== null)) return "nothing";
  return masked.includes(coordinates.at(-1) ?? "") ? "masked" : "value";
}

/** What the SDL and the expected data say of the same cell. */
export function expectedCell(probe: Probe, viewer: AskingViewer, rules: SdlRules, data: unknown): Cell {
  const verdicts = probe.coordinates.map((coordinate) => {
    const [type = "", field = ""] = coordinate.split(".");
    return rules.verdictOf(type, field, viewer);
  });
  const refused = verdicts.find((verdict) => verdict !== "permitted" && verdict !== "masked");
  if (refused === "PURPOSE_REQUIRED" || refused === "UNAUTHORIZED_FIELD_OR_TYPE") return refused;
  if (!valuesAt(data, probe.path).some((value) => value !== null)) return "nothing";
  return verdicts.at(-1) === "masked" ? "masked" : "value";
}

const keysOf = (path: readonly (string | number)[] = []) => path.filter((part) => typeof part === "string");
const isStartOf = (start: readonly string[], path: readonly string[]) =>
  start.length > 0 && start.every((key, at) => path[at] === key);

/** Every value at the path, lists taken apart. */
function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [key, ...rest] = path;
  if (key === undefined || value === null || value === undefined) return [value ?? null];
  return valuesAt((value as Record<string, unknown>)[key], rest);
}
