import type { Fields } from "./run.ts";

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Adds what a department sent to what is already there: objects field by field, lists item by item, so that
 * two departments can each give a part of one object. A leaf that is there already stays.
 */
export function merge(target: Fields, source: Fields): void {
  for (const key of Object.keys(source)) {
    if (key === "__proto__") continue;
    const value = source[key];
    const present = target[key];
    if (present === undefined || present === null) target[key] = value;
    else mergeValues(present, value);
  }
}

function mergeValues(present: unknown, value: unknown): void {
  if (Array.isArray(present) && Array.isArray(value)) {
    const length = Math.min(present.length, value.length);
    for (let at = 0; at < length; at += 1) {
      if (present[at] === null) present[at] = value[at];
      else mergeValues(present[at], value[at]);
    }
  } else if (isFields(present) && isFields(value)) {
    merge(present, value);
  }
}
