import type { Socket } from "node:net";
import { connectionLost, DatabaseFault, leavesConnectionUsable, serverError } from "./database-fault.ts";
import { createOutbox, type Parameter } from "./outbox.ts";
import { type Column, readReplies } from "./replies.ts";
import { misrouted, PROOF_COLUMNS, takeTicket } from "./ticket.ts";

type Row = Record<string, unknown>;

/** Reads that are sent before those before them are answered; each answer proves whose it is, and none is asked twice. */
export interface Pipeline {
  readonly openedAt: number;
  readonly isOver: () => boolean;
  /** How long the oldest read has been under way. */
  readonly waitedMs: () => number;
  /** Runs one prepared statement whose last parameter is a ticket; gives its rows without what proved them. */
  read(text: string, parameters: readonly Parameter[]): Promise<Row[]>;
  close(): Promise<void>;
}

interface PipelineOptions {
  readonly name: string;
  /** What becomes of values that are no texts, by the server's number of their type. */
  readonly parsers: Parsers;
  /** How long a statement may take as seen from here; 0 for as long as it takes. */
  readonly withinMs: number;
  /** Each read may meet another session of the server: statements have no names, and come with every read. */
  readonly isPooled: boolean;
}

export type Parsers = Readonly<Record<number, ((text: string) => unknown) | undefined>>;

interface Statement {
  readonly text: string;
  readonly name: string;
  /** Known once the server has prepared it. */
  columns: readonly ReadColumn[] | null;
}

interface ReadColumn {
  readonly name: string;
  readonly parse: ((text: string) => unknown) | undefined;
}

interface Question {
  readonly statement: Statement;
  readonly ticket: string;
  readonly sentAt: number;
  readonly rows: Row[];
  /** It is the first, which had the statement prepared. */
  readonly isFirst: boolean;
  /** Some row bore the ticket. An answer without any proves nothing. */
  isProven: boolean;
  error: Error | null;
  resolve(rows: Row[]): void;
  reject(error: Error): void;
}

/** Takes over a socket that is logged in, and that nobody else reads or writes any more. */
export function openPipeline(socket: Socket, { name, parsers, withinMs, isPooled }: PipelineOptions): Pipeline {
  const underWay: Question[] = [];
  const statements = new Map<string, Statement>();
  const outbox = createOutbox();
  let isOver = false;
  let isFlushed = true;
  let cause: Error | undefined;
  let timer: NodeJS.Timeout | null = null;

  const flush = (): void => {
    isFlushed = true;
    const bytes = outbox.take();
    if (bytes !== null && !isOver) socket.write(bytes);
  };
  /** Of one whose fault it is, `reason` is the error; the others have lost their connection. */
  const giveUp = (reason: Error | null): void => {
    if (isOver) return;
    isOver = true;
    if (timer !== null) clearTimeout(timer);
    socket.destroy();
    const [first, ...others] = underWay.splice(0);
    first?.reject(reason ?? connectionLost(cause));
    for (const one of others) one.reject(connectionLost(cause));
  };
  const late = (): void => {
    timer = null;
    const [first] = underWay;
    if (first === undefined) return;
    const left = first.sentAt + withinMs - performance.now();
    if (left > 0) timer = setTimeout(late, left);
    else giveUp(new DatabaseFault("STATEMENT_TIMEOUT", `no answer of the database within ${withinMs} ms`));
  };

  const onRow = (bytes: Buffer, start: number, values: number): void => {
    if (isOver) return;
    const [first] = underWay;
    if (first === undefined) return giveUp(misrouted(name));
    const { ticket, statement, rows } = first;
    let at = start;
    const value = (): string | null => {
      const length = bytes.readInt32BE(at);
      const from = at + LENGTH_BYTES;
      at = length < 0 ? from : from + length;
      return length < 0 ? null : bytes.toString("utf8", from, at);
    };
    if (value() !== ticket) return giveUp(misrouted(name));
    const { columns } = statement;
    if (columns === null || values !== columns.length + PROOF_COLUMNS) return giveUp(misrouted(name));
    first.isProven = true;
    // Without the mark there is no row.
    if (value() === null) return;
    const row: Row = {};
    try {
      for (const column of columns) {
        const text = value();
        row[column.name] = text === null || column.parse === undefined ? text : column.parse(text);
      }
    } catch (error) {
      first.error = error as Error;
    }
    rows.push(row);
  };
  const onReady = (): void => {
    if (isOver) return;
    const [first] = underWay;
    if (first === undefined) return giveUp(misrouted(name));
    if (first.error === null && !first.isProven) return giveUp(misrouted(name));
    underWay.shift();
    if (first.error === null) first.resolve(first.rows);
    else first.reject(first.error);
  };
  const replies = readReplies({
    onRow,
    onReady,
    onColumns(columns) {
      const [first] = underWay;
      if (first !== undefined)
        first.statement.columns = columns.slice(PROOF_COLUMNS).map((one) => toRead(one, parsers));
    },
    onError(fields) {
      const error = serverError(fields);
      const [first] = underWay;
      if (first === undefined || !leavesConnectionUsable(error)) return giveUp(error);
      first.error = error;
      if (first.isFirst) statements.delete(first.statement.text);
    },
    onUnknown: () => giveUp(connectionLost()),
  });
  socket.on("data", (piece) => {
    try {
      if (!isOver) replies(piece);
    } catch (error) {
      // What is there is no message of PostgreSQL's.
      cause = error as Error;
      giveUp(null);
    }
  });
  socket.on("error", (error) => (cause = error));
  const closed = new Promise<void>((resolve) => {
    socket.on("close", () => {
      giveUp(null);
      resolve();
    });
  });

  /** As long as it is not known whether the server takes a statement, each read of it brings its own, which is forgotten with the next. */
  const prepare = (text: string, isFirst: boolean): Statement => {
    if (isFirst) given += 1;
    const statement: Statement = { text, name: isFirst ? given.toString(36) : "", columns: null };
    if (isFirst) statements.set(text, statement);
    outbox.prepare(statement.name, text);
    return statement;
  };

  return {
    openedAt: performance.now(),
    isOver: () => isOver,
    waitedMs: () => (underWay[0] === undefined ? 0 : performance.now() - underWay[0].sentAt),
    read(text, parameters) {
      if (isOver) return Promise.reject(connectionLost());
      const known = statements.get(text);
      const isKnown = known !== undefined && known.columns !== null;
      const isFirst = known === undefined && !isPooled;
      const statement = isKnown ? known : prepare(text, isFirst);
      const ticket = takeTicket();
      outbox.ask(statement.name, parameters, ticket);
      // What else is asked before the event loop goes on leaves in the same write.
      if (isFlushed) process.nextTick(flush);
      isFlushed = false;
      if (timer === null && withinMs > 0) timer = setTimeout(late, withinMs);
      return new Promise((resolve, reject) => {
        underWay.push({
          statement,
          ticket,
          sentAt: performance.now(),
          rows: [],
          isFirst,
          isProven: false,
          error: null,
          resolve,
          reject,
        });
      });
    },
    async close() {
      if (isOver) return;
      isOver = true;
      if (timer !== null) clearTimeout(timer);
      outbox.end();
      socket.write(outbox.take() ?? "");
      socket.destroySoon();
      await closed;
    },
  };
}

/** Of statements prepared: each has a name of its own. */
let given = 0;
const LENGTH_BYTES = 4;

function toRead({ name, type }: Column, parsers: Parsers): ReadColumn {
  return { name, parse: parsers[type] };
}
