/** What one contestant's turn gave, or the median of several. Milliseconds; processor time in microseconds a request. */
export interface Figures {
  readonly rps: number;
  readonly p50: number;
  readonly p99: number;
  /** Of the contestant's own processes, those of its departments included; null where the system does not tell. */
  readonly processorTime: number | null;
  /** Of the work beside it: PostgreSQL's, or that of subgraphs which are not its own. */
  readonly besideTime: number | null;
  /** The most its own processes held in its turn, in bytes. */
  readonly memory: number | null;
  /** Of 1: requests it turned away because it was too busy. They count as no answers. */
  readonly refused: number;
  /** Of 1: the share of the machine's work that was neither the contestant's, nor PostgreSQL's, nor the load's. */
  readonly otherWork: number | null;
}

/** By contestant. */
export type Results = ReadonlyMap<string, Figures>;

/** Each figure's own median: a burst of other work on the machine spoils a round, not the result. */
export function medianOf(turns: readonly Figures[]): Figures {
  const median = (pick: (turn: Figures) => number | null): number | null => {
    const values = turns.map(pick).filter((value) => value !== null);
    const sorted = values.sort((a, b) => a - b);
    const middle = sorted.length / 2;
    const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
    return low === undefined || high === undefined ? null : (low + high) / 2;
  };
  return {
    rps: median((turn) => turn.rps) ?? 0,
    p50: median((turn) => turn.p50) ?? 0,
    p99: median((turn) => turn.p99) ?? 0,
    processorTime: median((turn) => turn.processorTime),
    besideTime: median((turn) => turn.besideTime),
    memory: median((turn) => turn.memory),
    refused: median((turn) => turn.refused) ?? 0,
    otherWork: median((turn) => turn.otherWork),
  };
}

/** How many times the first's rate is of the second's; null when one of them was not measured. */
export function ratioOf(results: Results, first: string, second: string): number | null {
  const [one, other] = [results.get(first), results.get(second)];
  return one === undefined || other === undefined || other.rps === 0 ? null : one.rps / other.rps;
}

/** The figures as `--json` prints them: `ratios` say how often the hub answers while a contestant answers once. */
export function toJson(results: Results, besideKey: string, hubBeside: (name: string) => string): object {
  const by = (pick: (figures: Figures) => number | null) =>
    Object.fromEntries([...results].map(([name, figures]) => [name, roundOrNull(pick(figures))]));
  return {
    rps: by(({ rps }) => rps),
    p50: by(({ p50 }) => p50),
    p99: by(({ p99 }) => p99),
    processorTime: by(({ processorTime }) => processorTime),
    [besideKey]: by(({ besideTime }) => besideTime),
    memory: by(({ memory }) => memory),
    otherWork: by(({ otherWork }) => otherWork),
    ratios: Object.fromEntries(
      [...results.keys()].flatMap((name) => {
        const ratio = ratioOf(results, hubBeside(name), name);
        return ratio === null ? [] : [[name, Number(ratio.toPrecision(4))] as const];
      }),
    ),
  };
}

function roundOrNull(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
