import { distance } from "fastest-levenshtein";

const MOST_NAMES = 3;

/** " Did you mean a, b or c?", with the names most like the one given; nothing when none is like it. */
export function didYouMean(name: string, names: readonly string[]): string {
  const most = Math.ceil(name.length * 0.4);
  const near = names
    .map((one) => ({ one, away: distance(name.toLowerCase(), one.toLowerCase()) }))
    .filter(({ away }) => away <= most)
    .sort((a, b) => a.away - b.away)
    .slice(0, MOST_NAMES)
    .map(({ one }) => one);
  const last = near.pop();
  if (last === undefined) return "";
  return near.length === 0 ? ` Did you mean ${last}?` : ` Did you mean ${near.join(", ")} or ${last}?`;
}
