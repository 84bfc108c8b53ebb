import { LRUCache } from "lru-cache";
import type { Database } from "../database.ts";
import type { AskSource } from "./call-source.ts";
import type { RefusedRecord } from "./check-records.ts";
import { SourceFault } from "./source-fault.ts";

/** A person as the department's own tables know them: the key at the source, and the date of what is kept. */
export interface KnownPerson {
  /** The row's id in the department's tables: the resident's own, or of one of several accounts. */
  readonly id: string;
  readonly sourceKey: string;
  /** Null: nothing was ever fetched. */
  readonly asOf: string | null;
}

/** What a source said about one person it was asked about. */
export interface SourceAnswer {
  readonly sourceKey: string;
  readonly records: readonly object[];
  readonly refused: readonly RefusedRecord[];
}

/** How one source is asked, and where its answers go. */
export interface SourceDefinition {
  /** Names the source in the settings and in the log. */
  readonly name: string;
  /** Asks about all the persons together, with as few calls as the source's paging allows. */
  readonly fetch: (ask: AskSource, sourceKeys: readonly string[]) => Promise<readonly SourceAnswer[]>;
  /** `select department.keep($1)`: the one statement through which answers reach the tables. */
  readonly keep: string;
}

/** How old what is shown of a person is. */
export interface Freshness {
  readonly asOf: string | null;
  readonly isStale: boolean;
}

export interface ReadThrough {
  /**
   * Asks the source about persons whose data are out of date, and says how old each person's data now are. `readAt`, by
   * `performance.now()`, is before the persons' rows were read: an answer kept since then is newer than they are.
   */
  refresh(persons: readonly KnownPerson[], readAt: number): Promise<ReadonlyMap<string, Freshness>>;
}

export interface ReadThroughOptions {
  readonly definition: SourceDefinition;
  readonly database: Pick<Database, "hand">;
  /** Null where no address is set: what is kept is all there is. */
  readonly ask: AskSource | null;
  /** How long an answer is taken for new. */
  readonly freshMs: number;
  /** How long a source is left alone after a failure: otherwise each clerk would wait for the timeout again. */
  readonly pauseMs: number;
  readonly onFault: (error: unknown) => void;
  readonly onRefused: (refusal: SourceRefusal) => void;
}

/** Records of one call that were not as agreed: how many, never whose or what they held. */
export interface SourceRefusal {
  readonly source: string;
  readonly records: number;
  /** Persons of whom nothing could be read: what is shown of them is from before. */
  readonly persons: number;
}

/** More would make one call long enough for its caller to give up. */
const MOST_PERSONS = 100;

/** Answers that came while somebody still held the row from before; more would only cost a call. */
const MOST_REMEMBERED = 5_000;

interface Batch {
  readonly persons: Map<string, KnownPerson>;
  readonly kept: Promise<ReadonlyMap<string, string>>;
}

/**
 * Reads through to a source: persons asked about lately are answered from the tables, the others of one turn of the
 * event loop are asked about in one call. Answers go into the tables first and are read from there under each viewer's
 * own claims, so requests may share a call and no answer passes a row rule by.
 */
export function createReadThrough(options: ReadThroughOptions): ReadThrough {
  const { ask, freshMs, pauseMs } = options;
  const underWay = new Map<string, Batch>();
  // Whose records could not be read a moment ago: asking again at each look would bring the same ones.
  const leftAlone = new LRUCache<string, true>({ max: MOST_REMEMBERED, ...(pauseMs > 0 ? { ttl: pauseMs } : {}) });
  const lately = new LRUCache<string, { asOf: string; keptAt: number }>({ max: MOST_REMEMBERED });
  let waiting: Batch | null = null;
  let pausedUntil = 0;

  const fetchBatch = async (persons: ReadonlyMap<string, KnownPerson>): Promise<ReadonlyMap<string, string>> => {
    if (ask === null || Date.now() < pausedUntil) return new Map();
    try {
      const { asOfById, refused, unreadable } = await fetchAndKeep(options, ask, [...persons.values()]);
      for (const [id, asOf] of asOfById) lately.set(id, { asOf, keptAt: performance.now() });
      for (const id of unreadable) leftAlone.set(id, true);
      if (refused > 0) {
        const { name: source } = options.definition;
        options.onRefused({ source, records: refused, persons: unreadable.length });
      }
      // A person missing from the answer, or another in their place, keeps the old data with the old date.
      const answered = asOfById.size + unreadable.length;
      if (answered < persons.size) options.onFault(new SourceFault("SOURCE_ANSWER_INCOMPLETE"));
      return asOfById;
    } catch (error) {
      pausedUntil = Date.now() + pauseMs;
      options.onFault(error);
      return new Map();
    }
  };

  const openBatch = (): Batch => {
    const persons = new Map<string, KnownPerson>();
    const kept = turnOfTheLoop().then(async () => {
      if (waiting?.persons === persons) waiting = null;
      try {
        return await fetchBatch(persons);
      } finally {
        for (const id of persons.keys()) underWay.delete(id);
      }
    });
    return { persons, kept };
  };

  const join = (person: KnownPerson): Batch => {
    const known = underWay.get(person.id);
    if (known !== undefined) return known;
    if (waiting === null || waiting.persons.size >= MOST_PERSONS) waiting = openBatch();
    waiting.persons.set(person.id, person);
    underWay.set(person.id, waiting);
    return waiting;
  };

  const refreshOne = async (person: KnownPerson, readAt: number): Promise<Freshness> => {
    const { id, asOf } = person;
    const last = lately.get(id);
    if (last !== undefined && last.keptAt > readAt) return { asOf: last.asOf, isStale: false };
    if (asOf !== null && Date.parse(asOf) > Date.now() - freshMs) return { asOf, isStale: false };
    if (ask === null || (pauseMs > 0 && leftAlone.has(id))) return { asOf, isStale: true };
    const fetchedAt = (await join(person).kept).get(id);
    return fetchedAt === undefined ? { asOf, isStale: true } : { asOf: fetchedAt, isStale: false };
  };

  return {
    async refresh(persons, readAt) {
      const entries = persons.map(async (person) => [person.id, await refreshOne(person, readAt)] as const);
      return new Map(await Promise.all(entries));
    },
  };
}

/** Asks and keeps; persons the source did not answer about are left out. */
async function fetchAndKeep(
  { definition, database }: ReadThroughOptions,
  ask: AskSource,
  persons: readonly KnownPerson[],
): Promise<Kept> {
  const asOf = new Date().toISOString();
  const answers = await definition.fetch(
    ask,
    persons.map(({ sourceKey }) => sourceKey),
  );
  const bySourceKey = new Map(answers.map((answer) => [answer.sourceKey, answer]));
  const given = persons.flatMap(({ id, sourceKey }) => {
    const answer = bySourceKey.get(sourceKey);
    return answer === undefined ? [] : [{ id, as_of: asOf, records: answer.records, refused: answer.refused }];
  });
  if (given.length > 0) await database.hand(definition.keep, given);
  const refused = given.reduce((count, one) => count + one.refused.length, 0);
  // Of somebody nothing of whom could be read the department's function keeps what it had: "none" would be a lie.
  const kept = given.filter((one) => one.records.length > 0 || one.refused.length === 0);
  return {
    asOfById: new Map(kept.map((one) => [one.id, asOf])),
    refused,
    unreadable: given.filter((one) => !kept.includes(one)).map(({ id }) => id),
  };
}

interface Kept {
  /** The instant of each person's new answer. */
  readonly asOfById: ReadonlyMap<string, string>;
  /** How many records were refused. */
  readonly refused: number;
  /** Persons of whom not one record could be read. */
  readonly unreadable: readonly string[];
}

function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
