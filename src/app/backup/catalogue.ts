import type { Connection } from "../../platform/db/connection.ts";

/** A table with its columns, in the order in which rows can be put in without breaking references. */
export type Table = { name: string; columns: string[]; key: string[] };

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
export const quotedTable = (name: string) => name.split(".").map(quoted).join(".");
export const quotedColumns = (names: readonly string[]) => names.map(quoted).join(", ");

/** The table of what was migrated is the database's own: it is compared, never copied. */
export const MIGRATIONS = "platform.migration";

/** Every table of these schemas but the record of migrations, those referred to before those that refer. */
export async function listTables(connection: Connection, schemas: readonly string[]): Promise<Table[]> {
  const { rows } = await connection.query(
    `select n.nspname || '.' || c.relname as name,
       (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       (select array_agg(a.attname::text order by k.place) from pg_index i, unnest(i.indkey::int2[]) with ordinality as k (attnum, place)
         join pg_attribute a on a.attnum = k.attnum where i.indrelid = c.oid and a.attrelid = c.oid and i.indisprimary) as key,
       (select array_agg(distinct fn.nspname || '.' || f.relname) from pg_constraint r
         join pg_class f on f.oid = r.confrelid join pg_namespace fn on fn.oid = f.relnamespace
         where r.conrelid = c.oid and r.contype = 'f' and r.confrelid <> c.oid) as upper
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
    [schemas],
  );
  const left = new Map(rows.map((row) => [row.name as string, row]));
  left.delete(MIGRATIONS);
  const ordered: Table[] = [];
  while (left.size > 0) {
    const free = [...left.values()].filter((row) => ((row.upper as string[] | null) ?? []).every((upper) => !left.has(upper)));
    if (free.length === 0) throw new Error(`tables refer to each other in a ring: ${[...left.keys()].join(", ")}`);
    for (const row of free) {
      ordered.push({ name: row.name as string, columns: row.columns as string[], key: (row.key as string[] | null) ?? [] });
      left.delete(row.name as string);
    }
  }
  return ordered;
}

export async function readMigrations(connection: Connection): Promise<Record<string, string>> {
  const { rows } = await connection.query(`select module || '/' || name as name, checksum from ${MIGRATIONS} order by 1`, []);
  return Object.fromEntries(rows.map((row) => [row.name as string, row.checksum as string]));
}

/** The last value that each sequence has given. */
export async function readSequences(connection: Connection, schemas: readonly string[]): Promise<Record<string, number>> {
  const { rows } = await connection.query("select schemaname || '.' || sequencename as name, last_value from pg_sequences where schemaname = any($1) and last_value is not null", [schemas]);
  return Object.fromEntries(rows.map((row) => [row.name as string, Number(row.last_value)]));
}
