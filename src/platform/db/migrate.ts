import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { AppError } from "../../kernel/errors.ts";
import type { Connection, Engine } from "./connection.ts";
import { withConnection } from "./transaction.ts";

/** The folder of numbered .sql files of one module; its schema carries the module's name. */
export type MigrationSource = { module: string; folder: URL };
export type MigrationStatus = { module: string; name: string; applied: boolean };

type Migration = { module: string; name: string; text: string; checksum: string };

async function readMigrations(sources: MigrationSource[]): Promise<Migration[]> {
  const all: Migration[] = [];
  for (const { module, folder } of sources) {
    const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
    for (const name of names) {
      const text = await readFile(new URL(name, folder.href.endsWith("/") ? folder : `${folder.href}/`), "utf8");
      all.push({ module, name, text, checksum: createHash("sha256").update(text).digest("hex") });
    }
  }
  return all;
}

/**
 * Brings the database up to date: every migration not yet applied, in the order of the modules and of their numbers,
 * each in its own transaction. Throws `db.migration_changed` when an applied one no longer reads as it did, and
 * `db.newer_than_program` when the database knows one that this program does not.
 */
export async function migrate(engine: Engine, sources: MigrationSource[]): Promise<string[]> {
  const migrations = await readMigrations(sources);
  return withConnection(engine, async (_db, connection) => {
    if (engine.kind === "server") await connection.exec("select pg_advisory_lock(727001)");
    try {
      await prepare(connection);
      const applied = await appliedMigrations(connection);
      const known = new Set(migrations.map((m) => `${m.module}/${m.name}`));
      const unknown = [...applied.keys()].filter((key) => !known.has(key));
      if (unknown.length > 0) throw new AppError("db.newer_than_program", { migrations: unknown.join("、") });
      const done: string[] = [];
      for (const migration of migrations) {
        const key = `${migration.module}/${migration.name}`;
        const before = applied.get(key);
        if (before !== undefined && before !== migration.checksum) throw new AppError("db.migration_changed", { migration: key });
        if (before !== undefined) continue;
        await apply(connection, migration);
        done.push(key);
      }
      if (done.length > 0) await grantApplication(connection, [...new Set(sources.map((s) => s.module))]);
      return done;
    } finally {
      if (engine.kind === "server") await connection.exec("select pg_advisory_unlock(727001)");
    }
  });
}

/** Which migrations are applied, for `songhe db status`. */
export async function migrationStatus(engine: Engine, sources: MigrationSource[]): Promise<MigrationStatus[]> {
  const migrations = await readMigrations(sources);
  return withConnection(engine, async (_db, connection) => {
    await prepare(connection);
    const applied = await appliedMigrations(connection);
    return migrations.map(({ module, name }) => ({ module, name, applied: applied.has(`${module}/${name}`) }));
  });
}

async function prepare(connection: Connection): Promise<void> {
  // the role that requests take on; row-level security binds it and not the owner of the tables
  await connection.exec(`
    create schema if not exists platform;
    create table if not exists platform.migration (
      module text not null, name text not null, checksum text not null, at timestamptz not null,
      primary key (module, name)
    );
    do $$ begin
      if not exists (select from pg_roles where rolname = 'songhe_app') then create role songhe_app nologin; end if;
      if not pg_has_role(current_user, 'songhe_app', 'member') then grant songhe_app to current_user; end if;
    exception when duplicate_object or unique_violation then null; -- another database of the same server was quicker
    end $$;
  `);
}

async function appliedMigrations(connection: Connection): Promise<Map<string, string>> {
  const { rows } = await connection.query("select module, name, checksum from platform.migration", []);
  return new Map(rows.map((row) => [`${row.module as string}/${row.name as string}`, row.checksum as string]));
}

async function apply(connection: Connection, migration: Migration): Promise<void> {
  await connection.exec("begin");
  try {
    await connection.exec(migration.text);
    await connection.query("insert into platform.migration (module, name, checksum, at) values ($1, $2, $3, $4)", [
      migration.module,
      migration.name,
      migration.checksum,
      new Date(),
    ]);
    await connection.exec("commit");
  } catch (error) {
    await connection.exec("rollback");
    throw error;
  }
}

/** What the application role may do: all but alter, and in the audit chain only read and append. */
async function grantApplication(connection: Connection, modules: string[]): Promise<void> {
  const statements = modules.flatMap((module) => [
    `grant usage on schema ${module} to songhe_app`,
    `grant select, insert, update, delete on all tables in schema ${module} to songhe_app`,
    `grant usage on all sequences in schema ${module} to songhe_app`,
  ]);
  statements.push("revoke update, delete on platform.audit_entry from songhe_app", "revoke all on platform.migration from songhe_app");
  await connection.exec(statements.join(";\n"));
}
