/** The day that tests load made-up people as of, so that ages and amounts are the same whenever they run. */
export const SEED_DAY = "2026-01-01";
