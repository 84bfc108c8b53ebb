/** How long before its end a shift's end is announced: long enough to finish with a resident. */
const NOTICE_MS = 5 * 60_000;

/** Whole minutes left once the end is to be told, at least one; null before. */
export function minutesToTell(shiftEndsAt: number, now: number): number | null {
  const left = shiftEndsAt - now;
  return left > NOTICE_MS ? null : Math.max(1, Math.ceil(left / 60_000));
}

/** In how many milliseconds what `minutesToTell` says changes next. */
export function untilNextChange(shiftEndsAt: number, now: number): number {
  const left = shiftEndsAt - now;
  if (left > NOTICE_MS) return left - NOTICE_MS;
  return Math.max(1_000, left % 60_000);
}
