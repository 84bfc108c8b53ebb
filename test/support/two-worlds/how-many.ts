const given = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise);

/** How many operations are asked of both worlds: enough for `npm test`, or what `npm run test:two-worlds` says. */
export const asked = given("ONEDOOR_TEST_OPERATIONS", 10_080);

const isLong = process.env["ONEDOOR_TEST_OPERATIONS"] !== undefined;

/** Each document is asked again with other values, as clients do. A long run makes more of each world it has made. */
export const TIMES = isLong ? 48 : 12;

/** Where the operations and the worlds come from. */
export const SEED = given("ONEDOOR_TEST_SEED", Math.floor(Math.random() * 2 ** 31));

/** Said last: how many answers held values, were refused, and so on. */
export function tellSeen(seen: Readonly<Record<string, number>>): void {
  if (!isLong) return;
  console.log(
    Object.entries(seen)
      .map(([what, count]) => `${what}: ${count}`)
      .join(", "),
  );
}

const EVERY_MS = 5_000;

/** Said first, so that a run that is interrupted can be done again. */
export function tellSeed(): void {
  if (isLong) console.log(`seed ${SEED}: the same operations come with --seed ${SEED} --operations ${asked}`);
}

/** Counts what is done and tells, now and then, how fast it goes and what is left. */
export function progressOf(all: number): (done: number) => void {
  const startedAt = performance.now();
  let done = 0;
  let toldAt = startedAt;
  return (more) => {
    done += more;
    const now = performance.now();
    if (!isLong || (now - toldAt < EVERY_MS && done < all)) return;
    toldAt = now;
    const rate = done / ((now - startedAt) / 1_000);
    const left = Math.max(0, all - done) / rate / 60;
    const share = Math.min(100, (100 * done) / all).toFixed(1);
    console.log(`${done}/${all} (${share} %), ${rate.toFixed(0)} a second, ${left.toFixed(1)} minutes left`);
  };
}
