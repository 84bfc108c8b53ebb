import type { ISql } from "postgres";

/** What matters of a table when it is to be spread. */
export interface SpreadTable {
  /** With its schema, such as `cases.cases`. */
  readonly name: string;
  readonly neverNull: readonly string[];
  /** Columns of each unique index; null stands for an expression. */
  readonly uniques: readonly { readonly name: string; readonly columns: readonly (string | null)[] }[];
  readonly triggers: readonly string[];
  readonly policies: readonly {
    readonly name: string;
    readonly hasSubQuery: boolean;
    /** Functions, however deep, that may read a table: it is known of those in SQL alone that they do not. */
    readonly readingFunctions: readonly string[];
  }[];
  readonly foreignKeys: readonly {
    readonly name: string;
    readonly to: string;
    /** Column by column, from here to there. */
    readonly columns: readonly { readonly from: string; readonly to: string }[];
  }[];
}

/** The tables of departments, as PostgreSQL knows them. */
export async function readSpreadTables(sql: ISql, schemas: readonly string[]): Promise<SpreadTable[]> {
  return await sql<SpreadTable[]>`
    with recursive called as (
      select d.objid as policy, d.refobjid as function from pg_depend d
      where d.classid = 'pg_policy'::regclass and d.refclassid = 'pg_proc'::regclass
      union
      select called.policy, d.refobjid from called join pg_depend d
        on d.classid = 'pg_proc'::regclass and d.objid = called.function and d.refclassid = 'pg_proc'::regclass
    ), reading as (
      select called.policy, p.oid::regproc::text as name from called
      join pg_proc p on p.oid = called.function and p.pronamespace <> 'pg_catalog'::regnamespace
      where p.prosqlbody is null or exists (
        select from pg_depend d
        where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.refclassid = 'pg_class'::regclass)
    )
    select n.nspname || '.' || c.relname as name,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and a.attnotnull and not a.attisdropped) as "neverNull",
      array(select t.tgname::text from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal order by 1) as triggers,
      coalesce((select json_agg(json_build_object('name', i.indexrelid::regclass::text, 'columns', (
          select json_agg(a.attname) from unnest(i.indkey::int2[]) with ordinality as k(number, place)
          left join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number and k.number > 0
          where k.place <= i.indnkeyatts)) order by i.indexrelid)
        from pg_index i where i.indrelid = c.oid and (i.indisunique or i.indisexclusion)), '[]') as uniques,
      coalesce((select json_agg(json_build_object('name', p.polname,
          'hasSubQuery', coalesce(p.polqual::text, '') || coalesce(p.polwithcheck::text, '') like '%{SUBLINK%',
          'readingFunctions', array(select r.name from reading r where r.policy = p.oid order by 1)) order by p.polname)
        from pg_policy p where p.polrelid = c.oid), '[]') as policies,
      coalesce((select json_agg(json_build_object('name', k.conname, 'to', fn.nspname || '.' || f.relname, 'columns', (
          select json_agg(json_build_object('from', a.attname, 'to', b.attname))
          from unnest(k.conkey, k.confkey) as pair(here, there)
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.here
          join pg_attribute b on b.attrelid = k.confrelid and b.attnum = pair.there)) order by k.conname)
        from pg_constraint k join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
        where k.conrelid = c.oid and k.contype = 'f'), '[]') as "foreignKeys"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any(${schemas as string[]}::text[]) and c.relkind in ('r', 'p') and not c.relispartition
    order by 1`;
}
