import { LRUCache } from "lru-cache";
import { z } from "zod";
import { departmentNames } from "../../schema/department-names.ts";
import type { Viewer } from "../../subgraphs/shared/viewer.ts";
import { within } from "../../subgraphs/shared/within.ts";
import { askDepartment } from "../departments/ask-department.ts";
import type { Transport } from "../departments/transport.ts";

/** The office a viewer looks from, in words; null where there is none, or it can't be found out now. */
export type OfficeOf = (viewer: Viewer) => string | null | Promise<string | null>;

const OPERATION = `query ($code: ID!) {
  area(code: $code) { name parent { name parent { name parent { name parent { name } } } } serviceCentres { name } }
}`;

interface NamedArea {
  readonly name: string;
  readonly parent?: NamedArea | null | undefined;
}
const area: z.ZodType<NamedArea> = z.object({ name: z.string(), parent: z.lazy(() => area.nullish()) });
const answerSchema = z.object({
  area: z
    .intersection(area, z.object({ serviceCentres: z.array(z.object({ name: z.string() })).nullish() }))
    .nullable(),
});

const AT_COUNTERS: ReadonlySet<string> = new Set(["window_clerk", "centre_head"]);
const KEPT_MS = 10 * 60_000;
const NOT_FOUND_KEPT_MS = 10_000;
// A look waits for a name no longer than for this: it is entered without one.
const PATIENCE_MS = 1_000;

interface Place {
  readonly name: string | null;
  /** The one centre that serves a township. */
  readonly centre: string | null;
}
const NOWHERE: Place = { name: null, centre: null };

/** Names of areas come from Population and are kept for some minutes: they are public, and change once in years. */
export function createOffices(population: Transport | undefined): OfficeOf {
  const places = new LRUCache<string, Place>({ max: 10_000 });

  const find = async (code: string, viewer: Viewer): Promise<Place> => {
    const asked = askDepartment(population, { operation: OPERATION, variables: { code }, viewer }, answerSchema);
    const answer = await within(PATIENCE_MS, asked, () => null);
    const found = answer === null || answer.area === null ? NOWHERE : placeOf(answer.area);
    places.set(code, found, { ttl: found.name === null ? NOT_FOUND_KEPT_MS : KEPT_MS });
    return found;
  };

  return (viewer) => {
    const [code] = viewer.areas;
    if (viewer.residentId !== null) return null;
    if (code === undefined) return officeIn(NOWHERE, viewer);
    const known = places.get(code);
    if (known !== undefined) return officeIn(known, viewer);
    return find(code, viewer).then((place) => officeIn(place, viewer));
  };
}

function placeOf(found: z.infer<typeof answerSchema>["area"] & object): Place {
  const names: string[] = [];
  for (let at: NamedArea | null | undefined = found; at != null; at = at.parent) names.unshift(at.name);
  const centres = found.serviceCentres ?? [];
  return { name: names.join(""), centre: centres.length === 1 ? (centres[0]?.name ?? null) : null };
}

function officeIn({ name, centre }: Place, { department, roles }: Viewer): string | null {
  const own = department === null ? null : (departmentNames.get(department) ?? department);
  const desk = own ?? (roles.some((role) => AT_COUNTERS.has(role)) ? centre : null);
  const parts = [name, desk].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(" ");
}
