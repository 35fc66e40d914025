import { createWriteStream, existsSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { pipeline as join, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { AppError } from "../../kernel/errors.ts";
import type { Crypto } from "../../platform/crypto.ts";
import type { Connection, Engine } from "../../platform/db/connection.ts";
import { withConnection } from "../../platform/db/transaction.ts";
import { type BackupHead, type BackupTail, END_OF_ROWS, jsonLine, measured, openArchive, type TableHead } from "./archive.ts";
import { listTables, MIGRATIONS, quotedColumns, quotedTable, readMigrations, readSequences, type Table } from "./catalogue.ts";

export type BackupReport = { tables: Record<string, number>; rows: number };
export type Place = { engine: Engine; crypto: Crypto; /** of the platform and every module */ schemas: readonly string[] };

/** Text of values must not depend on the settings of an engine. */
const PLAIN = "set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local extra_float_digits = 1; set local bytea_output = 'hex'";

/**
 * Writes the whole database, as it stands at one moment, to a file that any engine can take up. The master key is not in
 * it. Throws `command.file_exists`; an unfinished file is removed.
 */
export async function backUp(place: Place, path: string, about: { now: Date; program: string }): Promise<BackupReport> {
  if (existsSync(path)) throw new AppError("command.file_exists", { path });
  const partial = `${path}.partial`;
  const tail: BackupTail = { tables: {}, sequences: {} };
  try {
    await withConnection(place.engine, (_db, connection) =>
      inTransaction(connection, "begin isolation level repeatable read read only", async () => {
        // readable by nobody else: it holds people's names
        const file = createWriteStream(partial, { mode: 0o600 });
        await pipeline(Readable.from(archiveOf(connection, place, about, tail)), createGzip({ level: 6 }), file);
      }),
    );
    const written = await open(partial, "r");
    await written.sync();
    await written.close();
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return reportOf(tail);
}

async function* archiveOf(connection: Connection, place: Place, about: { now: Date; program: string }, tail: BackupTail): AsyncGenerator<Uint8Array> {
  yield jsonLine({ format: "songhe-backup", version: 1, at: about.now.toISOString(), program: about.program, migrations: await readMigrations(connection), key: keyMark(place.crypto) });
  for (const { name, columns, key } of await listTables(connection, place.schemas)) {
    yield jsonLine({ table: name, columns });
    const order = key.length > 0 ? ` order by ${quotedColumns(key)}` : "";
    const rows = connection.copyOut(`copy (select ${quotedColumns(columns)} from ${quotedTable(name)}${order}) to stdout`);
    yield* measured(rows, (found) => {
      tail.tables[name] = found;
    });
    yield END_OF_ROWS;
  }
  tail.sequences = await readSequences(connection, place.schemas);
  yield jsonLine(tail);
}

/**
 * Puts a backup into an empty migrated database, whichever engine it came from: all of it, or nothing.
 *
 * Throws `backup.malformed`, `backup.other_schema`, `backup.target_not_empty`, and `backup.key_missing` when what the
 * backup holds sealed was sealed with another master key.
 */
export async function restore(place: Place, path: string, bytes: AsyncIterable<Uint8Array>, keyPath: string): Promise<BackupReport> {
  const plain = createGunzip();
  // an error of either side reaches whoever reads `plain`; where nobody reads it any more, it has been told of already
  plain.on("error", () => {});
  join(Readable.from(bytes), plain, () => {});
  const archive = openArchive(path, plain);
  return withConnection(place.engine, (_db, connection) =>
    inTransaction(connection, "begin", async () => {
      const head = (await archive.line()) as BackupHead;
      if (head.format !== "songhe-backup" || head.version !== 1) throw new AppError("backup.malformed", { path, reason: "内容不是松鹤的备份" });
      compareMigrations(head.migrations, await readMigrations(connection));
      if (head.key !== keyMark(place.crypto)) throw new AppError("backup.key_missing", { path: keyPath });
      const tables = await listTables(connection, place.schemas);
      await emptyOut(connection, tables);
      const found: BackupTail["tables"] = {};
      for (const { name } of tables) {
        const { table, columns } = (await archive.line()) as TableHead;
        if (table !== name) throw new AppError("backup.other_schema", { difference: `备份中是表 ${table}，程序中是表 ${name}` });
        const rows = measured(archive.rows(), (result) => {
          found[name] = result;
        });
        await connection.copyIn(`copy ${quotedTable(name)} (${quotedColumns(columns)}) from stdin`, rows);
      }
      const tail = (await archive.line()) as BackupTail;
      const altered = tables.find(({ name }) => tail.tables[name]?.sha256 !== found[name]?.sha256);
      if (altered) throw new AppError("backup.malformed", { path, reason: `表 ${altered.name} 的内容与摘要不符` });
      for (const [name, value] of Object.entries(tail.sequences)) await connection.query("select setval($1::regclass, $2)", [name, value]);
      return reportOf(tail);
    }),
  );
}

/** What the migrations themselves put in is replaced by what the backup holds; anything else in a table refuses. */
const SEEDED = ["platform.audit_head"];

async function emptyOut(connection: Connection, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables) {
    if (SEEDED.includes(name)) continue;
    const { rows } = await connection.query(`select 1 from ${quotedTable(name)} limit 1`, []);
    if (rows.length > 0) throw new AppError("backup.target_not_empty", { table: name });
  }
  for (const name of SEEDED) await connection.exec(`delete from ${quotedTable(name)}`);
}

function compareMigrations(backup: Record<string, string>, here: Record<string, string>): void {
  const differing = [...new Set([...Object.keys(backup), ...Object.keys(here)])].filter((name) => backup[name] !== here[name]);
  if (differing.length > 0) throw new AppError("backup.other_schema", { difference: differing.map((name) => `${MIGRATIONS} ${name}`).join("、") });
}

function keyMark(crypto: Crypto): string {
  return Buffer.from(crypto.lookup("backup.key", "songhe")).toString("hex");
}

function reportOf(tail: BackupTail): BackupReport {
  const tables = Object.fromEntries(Object.entries(tail.tables).map(([name, { rows }]) => [name, rows]));
  return { tables, rows: Object.values(tables).reduce((sum, rows) => sum + rows, 0) };
}

async function inTransaction<T>(connection: Connection, begin: string, work: () => Promise<T>): Promise<T> {
  await connection.exec(begin);
  try {
    await connection.exec(PLAIN);
    const result = await work();
    await connection.exec("commit");
    return result;
  } catch (error) {
    await connection.exec("rollback");
    throw error;
  }
}
