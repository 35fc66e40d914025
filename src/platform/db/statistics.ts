import type { Engine } from "./connection.ts";
import { withConnection } from "./transaction.ts";

/**
 * Tells the planner of tables that have grown by a fifth since it last looked. The embedded engine has nobody that does
 * this by itself, and a server does it up to a minute late: after a bulk load a list could take half a minute instead of a
 * tenth of a second. Returns the tables that were analysed.
 */
export async function refreshStatistics(engine: Engine): Promise<string[]> {
  return withConnection(engine, async (_db, connection) => {
    const { rows } = await connection.query(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'
         and pg_relation_size(c.oid) / 8192 > greatest(c.relpages, 0) * 1.2 + 4`,
      [],
    );
    const names = rows.map((row) => row.name as string);
    for (const name of names) await connection.exec(`analyze ${name}`);
    return names;
  });
}

/** Gives back the room of changed rows; nightly, and only on the embedded engine: a server does it by itself. */
export async function vacuum(engine: Engine): Promise<void> {
  if (engine.kind === "embedded") await withConnection(engine, (_db, connection) => connection.exec("vacuum analyze"));
}
