import { Placeholder, type SQL, sql } from "drizzle-orm";
import { type AnyPgColumn, PgDialect, type PgTable } from "drizzle-orm/pg-core";

type Columns = Record<string, AnyPgColumn | SQL>;

/** One row as the caller sees it: the keys of `columns`, with the types of the Drizzle columns. */
export type RowOf<C extends Columns> = {
  [Key in keyof C]: C[Key] extends AnyPgColumn
    ? C[Key]["_"]["notNull"] extends true
      ? C[Key]["_"]["data"]
      : C[Key]["_"]["data"] | null
    : C[Key] extends SQL<infer Value>
      ? Value
      : never;
};

/** Compiled once, when first asked for: text for a prepared statement, and the order of its parameters, without its ticket. */
export interface Statement<Row> {
  readonly text: string;
  readonly parameters: readonly unknown[];
  readonly keys: readonly (keyof Row & string)[];
  /** The same where claims stand already: neither claims nor a ticket are part of it. */
  readonly afterClaims: Bindable<Row>;
}

/** What can be run, and gives such rows. */
export type Bindable<Row> = Pick<Statement<Row>, "text" | "parameters" | "keys">;

/** A SELECT. */
export type Read<Row> = Statement<Row>;

/** An INSERT, UPDATE or DELETE; a part of a transaction. */
export type Write<Row> = Statement<Row>;

/** The values of one statement by placeholder name; lists become PostgreSQL arrays. */
export type StatementValues = Readonly<Record<string, string | number | null | readonly string[]>>;

const dialect = new PgDialect();

const CLAIMS_ARE_SET = "v.ok";

type Compiled = Pick<Statement<unknown>, "text" | "parameters">;

/** Of the statements of all departments, a process runs some: the others stay as they were written. */
class CompiledWhenAsked<Row> implements Statement<Row> {
  readonly keys: readonly (keyof Row & string)[];
  #statement: Compiled | (() => Compiled);
  #afterClaims: Compiled | (() => SQL);

  constructor(columns: Columns, compile: () => Compiled, afterClaims: () => SQL) {
    this.keys = Object.keys(columns) as (keyof Row & string)[];
    this.#statement = compile;
    this.#afterClaims = afterClaims;
  }

  get text(): string {
    return this.#compiled().text;
  }

  get parameters(): readonly unknown[] {
    return this.#compiled().parameters;
  }

  get afterClaims(): Bindable<Row> {
    if (typeof this.#afterClaims === "function") {
      const { text, parameters } = withClaimsOnce(this.#afterClaims());
      this.#afterClaims = { text: text.replaceAll(CLAIMS_ARE_SET, "true").replace(/ offset 0$/, ""), parameters };
    }
    return { ...this.#afterClaims, keys: this.keys };
  }

  #compiled(): Compiled {
    if (typeof this.#statement === "function") this.#statement = this.#statement();
    return this.#statement;
  }
}

/**
 * Compiles a SELECT of `columns` whose `body` starts at FROM. Parameters are given as
 * `sql.placeholder("name")`; `areas` and `ownResident` are bound from the viewer.
 */
export function defineRead<C extends Columns>(columns: C, body: SQL): Read<RowOf<C>> {
  return compile(columns, (list) => sql`select ${list} ${body} offset 0`);
}

/** Compiles a SELECT that needs its list of columns further in, such as a page for each key of a batch. */
export function defineReadAround<C extends Columns>(columns: C, select: (list: SQL) => SQL): Read<RowOf<C>> {
  return compile(columns, select);
}

/**
 * Compiles a change that gives back `columns` of each row it has made or changed. The claims are set before it, by the
 * transaction it is a part of.
 */
export function defineWrite<C extends Columns>(columns: C, change: SQL): Write<RowOf<C>> {
  const isEmpty = Object.keys(columns).length === 0;
  const returning = isEmpty ? sql`` : sql` returning ${selectList(columns)}`;
  const compileChange = () => {
    const rows = isEmpty ? sql`` : sql` left join lateral (select true, made.* from made) as r on true`;
    const list = isEmpty ? sql`, null::boolean` : sql`, r.*`;
    // The ticket's number is known once all others are.
    const { sql: text, params } = dialect.sqlToQuery(
      sql`with made as (${change}${returning}) select ${TICKET}::text${list} from (select) as always${rows}`,
    );
    return { text: text.replace(TICKET_MARK, `$${params.length + 1}`), parameters: params };
  };
  return new CompiledWhenAsked<RowOf<C>>(columns, compileChange, () => sql`${change}${returning}`);
}

const TICKET_MARK = "$ticket";
const TICKET = sql.raw(TICKET_MARK);

interface NewestPerKey {
  table: PgTable;
  key: AnyPgColumn;
  newest: AnyPgColumn;
  id: AnyPgColumn;
  isVisible: SQL;
}

/**
 * Compiles a SELECT of the newest rows of each key in the batch, `limit` of them, after the cursor when one
 * is given: one SELECT for a page of every parent. Needs an index on (key, newest desc, id desc).
 */
export function defineNewestRead<C extends Columns>(columns: C, of: NewestPerKey): Read<RowOf<C>> {
  const afterId = sql`${sql.placeholder("afterId")}::bigint`;
  return compile(
    columns,
    (list) => sql`select page.* from unnest(${sql.placeholder("keys")}::bigint[]) as wanted(key), lateral (
      select ${list} from ${of.table}
      where ${of.key} = wanted.key and ${of.isVisible} and (
        ${afterId} is null or (${of.newest}, ${of.id}) < (${sql.placeholder("afterSort")}::date, ${afterId}))
      order by ${of.newest} desc, ${of.id} desc limit ${sql.placeholder("limit")}::int
    ) as page offset 0`,
  );
}

/**
 * The statement first sets the viewer's claims for the row policies and then reads, in one round trip: the
 * lateral sub-select needs `v.ok`, so no row is read, and no row policy evaluated, before the claims stand.
 * `offset 0` keeps the planner from merging the two. The ticket, which is the last parameter, comes back with every row,
 * and also where there is none: then the mark beside it is missing.
 */
function compile<C extends Columns>(columns: C, select: (list: SQL) => SQL): Read<RowOf<C>> {
  const compileRead = () => {
    const claims = sql`onedoor.set_viewer(${sql.placeholder("areas")}::text[], ${sql.placeholder("ownResident")}::bigint)`;
    const marked = sql`(select true, chosen.* from (${select(selectList(columns))}) as chosen)`;
    const { text: from, parameters } = withClaimsOnce(sql`${claims} as v(ok) left join lateral ${marked} as r on true`);
    return { text: `select $${parameters.length + 1}::text, r.* from ${from}`, parameters };
  };
  return new CompiledWhenAsked<RowOf<C>>(columns, compileRead, () => select(selectList(columns)));
}

const CLAIMS: ReadonlySet<string> = new Set(["areas", "ownResident"]);

/** Claims stand in several places of a statement; they are sent, and read by the server, once. */
function withClaimsOnce(statement: SQL): Pick<Read<unknown>, "text" | "parameters"> {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  const parameters: unknown[] = [];
  const known = new Map<unknown, number>();
  const places = params.map((parameter) => {
    const name: unknown = parameter instanceof Placeholder ? parameter.name : undefined;
    const place = known.get(name) ?? parameters.push(parameter);
    if (CLAIMS.has(String(name))) known.set(name, place);
    return place;
  });
  return { text: text.replace(/\$(\d+)/g, (_all, number) => `$${places[Number(number) - 1]}`), parameters };
}

function selectList(columns: Columns): SQL {
  const items = Object.entries(columns).map(([key, column]) => sql`${column} as ${sql.identifier(key)}`);
  return sql.join(items, sql`, `);
}

/** The condition that ties a read to the claims set in the same statement; part of every WHERE. */
export const claimsAreSet = sql.raw(CLAIMS_ARE_SET);

/** True for rows whose key is in the batch. One prepared statement serves every batch size. */
export function keyIn(column: AnyPgColumn, parameter = "keys"): SQL {
  return sql`${column} = any(${sql.placeholder(parameter)}::bigint[])`;
}

/**
 * The row rule of a person-table: the row lies in one of the viewer's areas, or is the viewer's own. The
 * same rule stands in the database as a row policy; here it is the first of the two gates. `^@` (starts with)
 * is leakproof, which `like` is not, so a condition beside it may still use an index.
 */
export function isVisible(areaCode: AnyPgColumn, residentId?: AnyPgColumn): SQL {
  const inArea = sql`${areaCode} ^@ any(${sql.placeholder("areas")}::text[])`;
  if (residentId === undefined) return sql`${claimsAreSet} and ${inArea}`;
  return sql`${claimsAreSet} and (${inArea} or ${residentId} = ${sql.placeholder("ownResident")}::bigint)`;
}

/**
 * One range of the index on (area code, id): a page of rows in the order of their areas. Bare comparisons only:
 * `coalesce` around a parameter would keep the generic plan from using the index under row security.
 */
export function isInPage(areaCode: AnyPgColumn, id: AnyPgColumn): SQL {
  return sql`(${areaCode}, ${id}) > (${sql.placeholder("startArea")}::text collate "C", ${sql.placeholder("startId")}::bigint)
    and ${areaCode} < ${sql.placeholder("endArea")}::text collate "C"`;
}

/**
 * The rows of a list, newest first, after the one a cursor names. The order is by a number that would tell how many rows
 * there are anywhere, so the cursor holds the row's id, and leads nowhere for a viewer who may not see that row.
 */
export function isAfterNamed(table: PgTable, id: AnyPgColumn, position: AnyPgColumn, isVisible: SQL): SQL {
  const afterId = sql`${sql.placeholder("afterId")}::uuid`;
  return sql`(${afterId} is null or ${position} < (
    select ${position} from ${table} where ${id} = ${afterId} and ${isVisible}))`;
}
