import { at, Random } from "../draw/random.ts";
import { givenName, surname } from "../people/names.ts";
import type { World } from "../people/person.ts";
import { cities, counties } from "../places/divisions.ts";
import { placesOf } from "../places/extents.ts";
import { centresIn, type ServiceCentre } from "../places/service-centres.ts";
import { COURSES, type DemoAccount, demoAccounts } from "./demo-accounts.ts";

/** As many members of staff as were reported, those of the demo among them. */
const PROVINCE_ACCOUNTS = 25_828;

const FIRST_ACCOUNT_ID = 5_000_001_001;
const OFFICERS = ["civil-affairs", "social-security", "medical-insurance"];
const GRIDS_PER_TOWNSHIP = 2;

type Post = Pick<DemoAccount, "username" | "role" | "areas" | "department">;

/** Everybody with an account in the province but those of the demo. Nobody has a password. */
export function provinceStaff(world: World): DemoAccount[] {
  const places = placesOf(world);
  const centres = centresIn(places);
  const posts = [
    ...officers(),
    ...centres.map(headOf),
    ...places.villages.map(({ code }) => post("cun", code, "village_worker")),
  ];
  for (const { code } of places.townships) {
    for (let grid = 1; grid <= GRIDS_PER_TOWNSHIP; grid += 1) posts.push(post("wg", code, "grid_worker", grid));
  }
  const clerks = PROVINCE_ACCOUNTS - demoAccounts.filter(({ role }) => role !== "resident").length - posts.length;
  if (clerks < centres.length) throw new Error("There are too few accounts for a clerk in each centre.");
  for (let clerk = 0; clerk < clerks; clerk += 1) {
    const centre = at(centres, clerk % centres.length);
    posts.push(ofCentre("ck", centre, "window_clerk", 1 + Math.floor(clerk / centres.length)));
  }
  return posts.map((one, place) => ({
    ...one,
    accountId: String(FIRST_ACCOUNT_ID + place),
    displayName: nameOf(new Random(world.seed, "staff", place)),
    residentId: null,
    course: COURSES[one.role] ?? null,
  }));
}

/** Who works above the townships. */
function officers(): Post[] {
  return [
    ...[...cities, ...counties].flatMap(({ code }) =>
      OFFICERS.map((department) => ({
        ...post(department.slice(0, 2), code, "department_officer"),
        department,
      })),
    ),
    ...cities.flatMap(({ code }) => [
      post("fx", code, "analyst"),
      post("sj", code, "auditor"),
      post("gl", code, "account_admin"),
    ]),
    ...counties.map(({ code }) => post("bz", code, "standards_drafter")),
  ];
}

function headOf(centre: ServiceCentre): Post {
  return ofCentre("zr", centre, "centre_head", 1);
}

/** Who works in a centre sees the townships it serves. */
function ofCentre(letters: string, { code, townships }: ServiceCentre, role: string, number: number): Post {
  const [first, ...others] = townships.map((township) => township.code);
  if (first === undefined) throw new Error(`The centre ${code} serves no township.`);
  return { ...post(letters, code, role, number), areas: [first, ...others] };
}

function post(letters: string, code: string, role: string, number = 1): Post {
  const username = `${letters}${code}-${String(number).padStart(2, "0")}`;
  return { username, role, areas: [code], department: null };
}

function nameOf(random: Random): string {
  return surname(random) + givenName(random, random.isTrue(0.4) ? 1 : 2, random.between(1968, 2000));
}
