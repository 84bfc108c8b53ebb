/** Says on stderr how far the benchmark is. */
export interface Progress {
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

export function showProgress(stream: NodeJS.WriteStream): Progress {
  const isTerminal = stream.isTTY;
  const line = (text: string) => stream.write(isTerminal ? `${CLEAR_LINE}${text}` : `${text}\n`);
  return {
    step: (text) => void line(`${text} …`),
    note: (text) => void stream.write(isTerminal ? `${CLEAR_LINE}${text}\n` : `${text}\n`),
    turn(done, all, text) {
      const full = Math.round((BAR_WIDTH * done) / all);
      const bar = "█".repeat(full) + "░".repeat(BAR_WIDTH - full);
      line(isTerminal ? `${bar} ${done}/${all}  ${text}` : `${done}/${all}  ${text}`);
    },
    end: () => void (isTerminal && stream.write(CLEAR_LINE)),
  };
}
