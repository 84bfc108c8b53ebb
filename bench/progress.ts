/** Says on stderr how far the benchmark is, and how long the rest will take. */
export interface Progress {
  /** So many seconds of work lie ahead. */
  plan(seconds: number): void;
  /** So many of the planned ones are over, however long they took. */
  pass(seconds: number): void;
  /** One part of the work begins; on a terminal it takes the last one's place. */
  step(text: string): void;
  /** Something to be read afterwards too. */
  note(text: string): void;
  /** Turns done of all turns. */
  turn(done: number, all: number, text: string): void;
  end(): void;
}

const BAR_WIDTH = 24;
const CLEAR_LINE = "\r\u001b[K";
const MINUTE = 60;

export function showProgress(stream: NodeJS.WritableStream & { readonly isTTY?: boolean }): Progress {
  const isTerminal = stream.isTTY === true;
  const began = performance.now();
  let planned = 0;
  let passed = 0;
  const line = (text: string) => {
    const whole = `${text}${leftOf(planned, passed, (performance.now() - began) / 1000)}`;
    stream.write(isTerminal ? `${CLEAR_LINE}${whole}` : `${whole}\n`);
  };
  return {
    plan: (seconds) => void (planned += seconds),
    pass: (seconds) => void (passed += seconds),
    step: (text) => line(`${text} …`),
    note: (text) => void stream.write(isTerminal ? `${CLEAR_LINE}${text}\n` : `${text}\n`),
    turn(done, all, text) {
      const full = Math.round((BAR_WIDTH * done) / all);
      const bar = "█".repeat(full) + "░".repeat(BAR_WIDTH - full);
      line(isTerminal ? `${bar} ${done}/${all}  ${text}` : `${done}/${all}  ${text}`);
    },
    end: () => void (isTerminal && stream.write(CLEAR_LINE)),
  };
}

/** What is left goes on as slowly as what is over went. Empty while nothing is planned or everything is over. */
function leftOf(planned: number, passed: number, took: number): string {
  const slowness = passed === 0 ? 1 : took / passed;
  const left = (planned - passed) * slowness;
  if (left <= 0) return "";
  return left < MINUTE ? "  (less than a minute left)" : `  (about ${Math.ceil(left / MINUTE)} min left)`;
}
