/** A calendar day as the number of days since 1970-01-01: no time zone, and cheap to compare. */
export type Day = number;

const MS_PER_DAY = 86_400_000;

/** The day of a YYYY-MM-DD text, or null when there is no such day. */
export function parseDay(text: string): Day | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(text) ? null : time / MS_PER_DAY;
}

/** The day of a text that is known to be one. */
export function getDay(text: string): Day {
  const found = parseDay(text);
  if (found === null) throw new Error(`${text} is not a day.`);
  return found;
}

const MS_EAST_OF_GREENWICH = 8 * 3_600_000;

/** The day it is in China, which has one time zone and no summer time. */
export function todayInChina(now: number = Date.now()): Day {
  return Math.floor((now + MS_EAST_OF_GREENWICH) / MS_PER_DAY);
}

// A hundred years are 37 000 days: kept, because millions of rows share them.
const texts = new Map<Day, string>();

/** YYYY-MM-DD. */
export function dayText(day: Day): string {
  let text = texts.get(day);
  if (text === undefined) {
    text = new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
    texts.set(day, text);
  }
  return text;
}

/** The same day of the year so many years later; 28 February for a 29th that does not exist. */
export function addYears(day: Day, years: number): Day {
  const text = dayText(day);
  const year = Number(text.slice(0, 4)) + years;
  const moved = Date.UTC(year, Number(text.slice(5, 7)) - 1, Number(text.slice(8, 10))) / MS_PER_DAY;
  return dayText(moved).slice(5, 7) === text.slice(5, 7) ? moved : moved - 1;
}

export function yearOf(day: Day): number {
  return Number(dayText(day).slice(0, 4));
}

/** Full years from a birth to a day. Who was born on 29 February is a year older on 1 March of other years. */
export function ageOn(birth: Day, day: Day): number {
  const [from, to] = [dayText(birth), dayText(day)];
  return yearOf(day) - yearOf(birth) - (to.slice(5) < from.slice(5) ? 1 : 0);
}

/** Full calendar months from one day to a later one; 0 when it is not later. */
export function monthsBetween(from: Day, to: Day): number {
  const [start, end] = [dayText(from), dayText(to)];
  const months = monthNumber(end) - monthNumber(start) - (end.slice(8) < start.slice(8) ? 1 : 0);
  return Math.max(0, months);
}

/** The working day so many after a day. Weekends do not count; public holidays, which each year's notice moves, do. */
export function addWorkingDays(day: Day, count: number): Day {
  let moved = day;
  for (let left = count; left > 0; left -= isWeekend(moved) ? 0 : 1) moved += 1;
  return moved;
}

// 1970-01-01 was a Thursday.
function isWeekend(day: Day): boolean {
  return (day + 4) % 7 === 0 || (day + 4) % 7 === 6;
}

export function firstOfMonth(day: Day): Day {
  return day - Number(dayText(day).slice(8)) + 1;
}

export function firstOfNextMonth(day: Day): Day {
  return firstOfMonth(firstOfMonth(day) + 31);
}

function monthNumber(text: string): number {
  return Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
}
