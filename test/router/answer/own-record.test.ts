import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askEverything } from "../../support/asked-in-many-ways.ts";
import { openHub, type Question, type Reply, type TestHub } from "../../support/hub.ts";
import { residentRoot } from "../../support/people-roots.ts";
import { allDepartments } from "../../support/sdl-rules.ts";
import { allCoordinates } from "../../support/visible-fields.ts";
import { insertWorld, people } from "../../support/world.ts";

type Path = readonly (string | number)[];

// Two views of one thing on purpose: whom a look is told to depends on who asks.
const DIFFERS_BY_VIEWER = new Set(["accessRecords"]);

const everything = askEverything(
  [residentRoot],
  (type, field) => allCoordinates.includes(`${type}.${field}`),
  "plainly",
);

/** Every value of the answer that is there, with its path. */
function valuesOf(value: unknown, path: Path = []): [path: Path, value: unknown][] {
  if (value == null) return [];
  if (typeof value !== "object") return [[path, value]];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  // That there is an object, or a list, counts as a value too.
  return [[path, "there"], ...entries.flatMap(([key, inner]) => valuesOf(inner, [...path, key]))];
}

/** True when an error stands at the path or above it. One for a query path holds for every item of a list. */
function isRefused({ errors }: Reply, path: Path): boolean {
  return errors.some(({ path: at = [] }) => {
    let place = 0;
    return at.every((part) => {
      while (typeof path[place] === "number" && typeof part === "string") place += 1;
      return path[place++] === part;
    });
  });
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown> | null)?.[key], data);
}

describe("the own record", () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await openHub();
    await insertWorld(hub.sql);
  });
  afterAll(() => hub.close());

  const ask = (id: string, claims: Partial<Question>) =>
    hub.ask({ ...claims, query: everything.query, variables: { id } });

  test.each(people.map(({ id, areaCode }) => [id, areaCode]))(
    "of %s holds what staff of %s see, or says that it is refused",
    async (id, areaCode) => {
      const own = await ask(id, { roles: ["resident"], areas: [], residentId: id });
      const clerk: Reply = await ask(id, { roles: ["window_clerk"], areas: [areaCode] });
      const worker: Reply = await ask(id, { roles: ["grid_worker"], areas: [areaCode] });
      const staff: Reply[] = [clerk, worker];
      for (const department of allDepartments) {
        staff.push(await ask(id, { roles: ["department_officer"], areas: [areaCode.slice(0, 2)], department }));
      }
      const seen = staff.flatMap(({ data }) => valuesOf(data)).filter(([path]) => !path.some(differsByViewer));
      expect(seen.length).toBeGreaterThan(20);
      const lies = seen.filter(([path]) => valueAt(own.data, path) == null && !isRefused(own, path));
      expect([...new Set(lies.map(([path]) => path.join(".")))]).toEqual([]);
    },
  );

  test("says that the household is refused, and not that there is none", async () => {
    const query = "{ resident(id: 1001) { name household { members { name } } } }";
    const own = await hub.ask({ query, roles: ["resident"], areas: [], residentId: "1001" });
    expect(own.data).toEqual({ resident: { name: "欧阳小琴", household: null } });
    expect(own.errors).toMatchObject([
      { path: ["resident", "household"], extensions: { code: "UNAUTHORIZED_FIELD_OR_TYPE" } },
    ]);
    const clerk = await hub.ask({ query, roles: ["window_clerk"], areas: ["320105006"] });
    expect(clerk.text).toContain('"household":{"members":[{');
  });
});

const differsByViewer = (part: string | number) => typeof part === "string" && DIFFERS_BY_VIEWER.has(part);
