import { SingleBar } from "cli-progress";

export interface Progress {
  readonly update: (done: number, total: number) => void;
  readonly stop: () => void;
}

/** Standard error, as far as it is needed. */
type Screen = NodeJS.WritableStream & { isTTY?: boolean };

const MS_BETWEEN_LINES = 3_000;

/** Shows on stderr how far a long task is: a bar on a terminal, now and then a line elsewhere. */
export function showProgress(what: string, total: number, stream: Screen = process.stderr): Progress {
  return stream.isTTY === true ? showBar(what, total, stream) : writeLines(what, stream);
}

function showBar(what: string, total: number, stream: Screen): Progress {
  const bar = new SingleBar({
    stream,
    format: `{bar} {percentage} % | {value}/{total} ${what} | {rate}/s | {eta_formatted} left`,
    hideCursor: true,
    // Ours stops the task first; the bar's own handler would end the process at once.
    gracefulExit: false,
  });
  const startedAt = performance.now();
  bar.start(total, 0, { rate: 0 });
  return {
    update(done, about) {
      bar.setTotal(about);
      // Nothing done yet would be an endless time left.
      if (done > 0) bar.update(done, { rate: rateOf(done, startedAt) });
    },
    stop: () => bar.stop(),
  };
}

function writeLines(what: string, stream: Screen): Progress {
  const startedAt = performance.now();
  let writtenAt = startedAt;
  return {
    update(done, total) {
      const isDue = performance.now() - writtenAt >= MS_BETWEEN_LINES;
      if (!isDue && done < total) return;
      writtenAt = performance.now();
      const rate = rateOf(done, startedAt);
      const left = done < total && rate > 0 ? `, about ${Math.ceil((total - done) / rate)} s left` : "";
      stream.write(`${done} of ${total} ${what}, ${rate}/s${left}\n`);
    },
    stop: () => undefined,
  };
}

function rateOf(done: number, startedAt: number): number {
  return Math.round((done * 1000) / Math.max(1, performance.now() - startedAt));
}
