export type Language = "zh-CN" | "en";

// Days are days of China, wherever the browser thinks it is.
const ZONE = "Asia/Shanghai";

export interface Format {
  yuan(fen: number): string;
  count(value: number): string;
  day(day: string): string;
  month(day: string): string;
  instant(at: string | number): string;
  timeOfDay(at: number): string;
}

const known = new Map<Language, Format>();

/** How amounts, days and instants are written in a language. */
export function formatOf(language: Language): Format {
  const format = known.get(language) ?? createFormat(language);
  known.set(language, format);
  return format;
}

function createFormat(language: Language): Format {
  const isChinese = language === "zh-CN";
  const money = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const whole = new Intl.NumberFormat(language);
  const date = dates(language, { year: "numeric", month: "long", day: "numeric" }, "UTC");
  const month = dates(language, { year: "numeric", month: "long" }, "UTC");
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const moment = dates(language, { year: "numeric", month: "long", day: "numeric", ...clock, second: "2-digit" }, ZONE);
  const time = dates(language, clock, ZONE);
  return {
    yuan: (fen) => (isChinese ? `${money.format(fen / 100)} 元` : `CNY ${money.format(fen / 100)}`),
    count: (value) => whole.format(value),
    day: (day) => date.format(new Date(`${day}T00:00:00Z`)),
    month: (day) => month.format(new Date(`${day}T00:00:00Z`)),
    instant: (at) => moment.format(new Date(at)),
    timeOfDay: (at) => time.format(new Date(at)),
  };
}

function dates(language: Language, options: Intl.DateTimeFormatOptions, timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { ...options, timeZone });
}

/** The day it is in China. */
export function dayAt(at: number): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(at);
}

/** Full years on a day of China. */
export function ageOn(birthOn: string, at: number): number {
  const [year = 0, month = 0, day = 0] = birthOn.split("-").map(Number);
  const [thisYear = 0, thisMonth = 0, thisDay = 0] = dayAt(at).split("-").map(Number);
  const hadBirthday = thisMonth > month || (thisMonth === month && thisDay >= day);
  return thisYear - year - (hadBirthday ? 0 : 1);
}
