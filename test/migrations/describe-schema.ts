import type { ISql } from "postgres";

/**
 * A schema as sorted lines, for comparing two of them. Left out is what is written in migrations only: row
 * security, grants and collations, which Drizzle cannot say.
 */
export async function describeSchema(sql: ISql, schema: string): Promise<string[]> {
  const lines = await sql<{ line: string }[]>`
    select format('%s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then ' not null' else '' end,
      coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) as line
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = ${schema}::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
    union all
    select format('%s: %s', conrelid::regclass, pg_get_constraintdef(oid))
    from pg_constraint where connamespace = ${schema}::regnamespace and contype <> 'n'
    union all
    -- A constraint's own index is named by chance; it is described above.
    select pg_get_indexdef(i.indexrelid)
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where c.relnamespace = ${schema}::regnamespace
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
    union all
    select format('%s: %s', t.oid::regtype, string_agg(e.enumlabel, ', ' order by e.enumsortorder))
    from pg_type t join pg_enum e on e.enumtypid = t.oid
    where t.typnamespace = ${schema}::regnamespace group by t.oid`;
  return lines.map(({ line }) => line).sort();
}
