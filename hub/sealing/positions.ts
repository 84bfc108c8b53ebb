/** Whole positions from `from` to before `to`. */
interface Range {
  readonly from: bigint;
  readonly to: bigint;
}

/** Writes ascending positions as PostgreSQL writes an int8multirange. */
export function writePositions(positions: readonly bigint[]): string {
  const ranges: Range[] = [];
  for (const position of positions) {
    const last = ranges.at(-1);
    if (last?.to === position) ranges[ranges.length - 1] = { from: last.from, to: position + 1n };
    else ranges.push({ from: position, to: position + 1n });
  }
  return `{${ranges.map(({ from, to }) => `[${from},${to})`).join(",")}}`;
}

/** The ranges of a multirange as PostgreSQL writes it: ascending, apart, none empty. Null for any other text. */
export function readPositions(text: string): readonly Range[] | null {
  const inner = /^\{(\[\d{1,19},\d{1,19}\)(?:,\[\d{1,19},\d{1,19}\))*)\}$/.exec(text)?.[1];
  const ranges = [...(inner ?? "").matchAll(/\[(\d+),(\d+)\)/g)].map(([, from = "", to = ""]) => ({
    from: BigInt(from),
    to: BigInt(to),
  }));
  let end = -1n;
  for (const { from, to } of ranges) {
    if (from <= end || to <= from) return null;
    end = to;
  }
  return ranges.length === 0 ? null : ranges;
}

/** How many positions there are. */
export function countPositions(ranges: readonly Range[]): bigint {
  return ranges.reduce((sum, { from, to }) => sum + to - from, 0n);
}

/** Each position in turn; a seal may name more of them than there is memory for. */
export function* eachPosition(ranges: readonly Range[]): Generator<bigint> {
  for (const { from, to } of ranges) for (let position = from; position < to; position += 1n) yield position;
}
