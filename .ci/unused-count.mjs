/** Knip has nothing to complain about in a project it cannot find, so its own count of files is checked. */
export default function unusedCount({ counters }) {
  if (counters.total === 0) throw new Error("check:unused read no file.");
  process.stdout.write(`check:unused read ${counters.total} files.\n`);
}
