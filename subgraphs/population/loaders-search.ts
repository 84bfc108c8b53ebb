import { AREA_DIGITS, areaOfFilter } from "../shared/area.ts";
import { HubError } from "../shared/errors.ts";
import { isText } from "../shared/loader.ts";
import { normalizeName } from "../shared/person-name.ts";

export interface ResidentFilter {
  areaCode?: string | null;
  name?: string | null;
  namePrefix?: string | null;
  nameInitials?: string | null;
}

/** The ranges that names and their initials lie in, ends included. */
export interface NameRanges {
  readonly [name: string]: string;
  readonly nameFrom: string;
  readonly nameTo: string;
  readonly initialsFrom: string;
  readonly initialsTo: string;
}

interface Search {
  readonly areas: readonly string[];
  /** Null when everybody in the areas is asked for. */
  readonly names: NameRanges | null;
}

// The last character there is, and one after every letter, in byte order.
const AFTER_NAMES = "\u{10FFFF}";
const AFTER_LETTERS = "~";

const INITIALS = /^[a-z]{2,}$/i;

/** What a filter looks for among the viewer's areas. Null when nobody can be found. */
export function searchOf(filter: ResidentFilter, viewerAreas: readonly string[]): Search | null {
  const { nameInitials = null } = filter;
  const name = filter.name == null ? null : normalizeName(filter.name);
  const namePrefix = filter.namePrefix == null ? null : normalizeName(filter.namePrefix);
  const areas = areasWithin(areaOfFilter(filter.areaCode), viewerAreas);
  if (namePrefix === "") {
    throw new HubError("BAD_USER_INPUT", "filter.namePrefix must be 1 character or more.");
  }
  if (nameInitials !== null && !INITIALS.test(nameInitials)) {
    throw new HubError("BAD_USER_INPUT", "filter.nameInitials must be 2 letters or more, a to z.");
  }
  if (namePrefix !== null || nameInitials !== null) requireOneCounty(areas);
  if (areas.length === 0) return null;
  if (name === null && namePrefix === null && nameInitials === null) return { areas, names: null };
  const prefix = namePrefix ?? "";
  if (!isText(name ?? "") || !isText(prefix) || name?.startsWith(prefix) === false) return null;
  const initials = nameInitials?.toLowerCase() ?? "";
  return {
    areas,
    names: {
      nameFrom: name ?? prefix,
      nameTo: name ?? prefix + AFTER_NAMES,
      initialsFrom: initials,
      initialsTo: initials + AFTER_LETTERS,
    },
  };
}

/**
 * The part of the viewer's areas that lies in one division. What lies elsewhere is not even searched: how long a search
 * takes would otherwise tell of people whom the viewer may not see.
 */
function areasWithin(code: string | null, viewerAreas: readonly string[]): readonly string[] {
  const areas = viewerAreas.filter(
    (area) => !viewerAreas.some((other) => other.length < area.length && area.startsWith(other)),
  );
  if (code === null) return areas;
  if (areas.some((area) => code.startsWith(area))) return [code];
  return areas.filter((area) => area.startsWith(code));
}

/** A search walks the whole range of its area: within a county that takes milliseconds, and nobody else is passed. */
function requireOneCounty(areas: readonly string[]): void {
  const isOneCounty = areas.length < 2 && areas.every((area) => area.length >= AREA_DIGITS.COUNTY);
  if (isOneCounty) return;
  throw new HubError(
    "BAD_USER_INPUT",
    "filter.namePrefix and filter.nameInitials search one county or less: give filter.areaCode, of 6, 9 or 12 digits.",
  );
}
