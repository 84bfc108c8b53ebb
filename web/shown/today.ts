const DAY = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" });
const MS_PER_DAY = 86_400_000;

/** The day it is in China, whatever the device's own zone is. */
export function today(at = Date.now()): string {
  return DAY.format(at);
}

/** A day some days after another one, or before it. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * MS_PER_DAY).toISOString().slice(0, 10);
}
