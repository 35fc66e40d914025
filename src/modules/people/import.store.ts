import { sql } from "kysely";
import type { RegionCode } from "../../kernel/regions.ts";
import { type Ctx, regionRange } from "../../platform/context.ts";
import type { ImportOutcome } from "./import.contract.ts";
import type { FactSource } from "./people.contract.ts";

export type StoredImport = {
  id: string;
  owner: string;
  owner_account: string;
  regions: RegionCode[];
  file_name: string;
  dry_run: boolean;
  source: FactSource;
  status: "waiting" | "running" | "done";
  total: number;
  done: number;
  counts: Partial<Record<ImportOutcome, number>>;
  columns: string[];
  ignored_columns: string[];
  created_at: Date;
  finished_at: Date | null;
};
export type StoredReceipt = { row: number; outcome: ImportOutcome; name: string; person: Uint8Array | null; senior_id: string | null; facts: string[]; faults: { path: string; message: string }[] };

export async function insertImport(ctx: Ctx, row: StoredImport): Promise<void> {
  await sql`insert into people.import (id, owner, owner_account, regions, file_name, dry_run, source, status, total, done, counts, columns, ignored_columns, created_at)
    values (${row.id}, ${row.owner}, ${row.owner_account}, ${JSON.stringify(row.regions)}::jsonb, ${row.file_name}, ${row.dry_run}, ${row.source}, ${row.status},
      ${row.total}, 0, '{}'::jsonb, ${JSON.stringify(row.columns)}::jsonb, ${JSON.stringify(row.ignored_columns)}::jsonb, ${row.created_at})`.execute(ctx.db);
}

export async function setTotal(ctx: Ctx, id: string, total: number): Promise<void> {
  await sql`update people.import set total = ${total} where id = ${id}`.execute(ctx.db);
}

/** An import of the caller's own; nobody sees another's. */
export async function findOwnImport(ctx: Ctx, id: string): Promise<StoredImport | undefined> {
  return (await sql<StoredImport>`select * from people.import where id = ${id} and owner = ${ctx.actor.id}`.execute(ctx.db)).rows[0];
}

export async function listOwnImports(ctx: Ctx, limit: number, offset: number): Promise<{ rows: StoredImport[]; total: number }> {
  const rows = await sql<StoredImport>`select * from people.import where owner = ${ctx.actor.id} order by created_at desc, id desc limit ${limit} offset ${offset}`.execute(ctx.db);
  const count = await sql<{ count: number }>`select count(*) as count from people.import where owner = ${ctx.actor.id}`.execute(ctx.db);
  return { rows: rows.rows, total: count.rows[0]!.count };
}

/** For the worker: locked, so that two never do the same chunk. */
export async function lockImport(ctx: Ctx, id: string): Promise<StoredImport | undefined> {
  return (await sql<StoredImport>`select * from people.import where id = ${id} for update`.execute(ctx.db)).rows[0];
}

export async function saveProgress(ctx: Ctx, row: StoredImport): Promise<void> {
  await sql`update people.import set status = ${row.status}, done = ${row.done}, counts = ${JSON.stringify(row.counts)}::jsonb, finished_at = ${row.finished_at}
    where id = ${row.id}`.execute(ctx.db);
}

export async function insertChunk(ctx: Ctx, importId: string, seq: number, rows: Uint8Array): Promise<void> {
  await sql`insert into people.import_chunk (import_id, seq, rows) values (${importId}, ${seq}, ${Buffer.from(rows)})`.execute(ctx.db);
}

/** The first chunk after `seq`. */
export async function nextChunk(ctx: Ctx, importId: string, seq: number): Promise<{ seq: number; rows: Uint8Array } | undefined> {
  return (await sql<{ seq: number; rows: Uint8Array }>`select seq, rows from people.import_chunk where import_id = ${importId} and seq > ${seq} order by seq limit 1`.execute(ctx.db)).rows[0];
}

export async function deleteChunk(ctx: Ctx, importId: string, seq: number): Promise<void> {
  await sql`delete from people.import_chunk where import_id = ${importId} and seq = ${seq}`.execute(ctx.db);
}

/** Hands the rows of a dry run to the real one. How many chunks that were. */
export async function moveChunks(ctx: Ctx, from: string, to: string): Promise<number> {
  const result = await sql`update people.import_chunk set import_id = ${to} where import_id = ${from}`.execute(ctx.db);
  return Number(result.numAffectedRows);
}

/** Drops the kept rows of dry runs that ended before the instant. */
export async function dropKeptRows(ctx: Ctx, before: Date): Promise<void> {
  await sql`delete from people.import_chunk c using people.import i where i.id = c.import_id and i.dry_run and i.finished_at < ${before}`.execute(ctx.db);
}

export async function insertReceipts(ctx: Ctx, importId: string, receipts: readonly StoredReceipt[]): Promise<void> {
  if (receipts.length === 0) return;
  const rows = receipts.map(
    (receipt) => sql`(${importId}::uuid, ${receipt.row}::int, ${receipt.outcome}, ${receipt.name}, ${receipt.person ? Buffer.from(receipt.person) : null}::bytea,
      ${receipt.senior_id}::uuid, ${JSON.stringify(receipt.facts)}::jsonb, ${JSON.stringify(receipt.faults)}::jsonb)`,
  );
  await sql`insert into people.import_receipt (import_id, row, outcome, name, person, senior_id, facts, faults) values ${sql.join(rows)}`.execute(ctx.db);
}

/** Rows of this import that were about the same people: hash in hex → row. */
export async function findEarlierRows(ctx: Ctx, importId: string, people: readonly Uint8Array[]): Promise<Map<string, number>> {
  if (people.length === 0) return new Map();
  const list = sql.join(people.map((hash) => sql`${Buffer.from(hash)}::bytea`));
  const found = await sql<{ person: Uint8Array; row: number }>`select person, min(row) as row from people.import_receipt
    where import_id = ${importId} and person in (${list}) group by person`.execute(ctx.db);
  return new Map(found.rows.map((row) => [Buffer.from(row.person).toString("hex"), row.row]));
}

export async function listReceiptRows(ctx: Ctx, importId: string, filter: { outcome?: ImportOutcome | undefined; afterRow?: number }, limit: number, offset: number): Promise<StoredReceipt[]> {
  const outcome = filter.outcome ? sql`and outcome = ${filter.outcome}` : sql``;
  const after = filter.afterRow === undefined ? sql`` : sql`and row > ${filter.afterRow}`;
  return (await sql<StoredReceipt>`select * from people.import_receipt where import_id = ${importId} ${outcome} ${after} order by row limit ${limit} offset ${offset}`.execute(ctx.db)).rows;
}

/** Places within the given regions that a text may mean: their code, their name, or the end of their full name. */
export async function findPlaces(ctx: Ctx, texts: readonly string[], regions: readonly RegionCode[]): Promise<{ text: string; code: RegionCode }[]> {
  if (texts.length === 0) return [];
  const within = regions.map(regionRange).map(({ from, to }) => sql`(r.code >= ${from} and r.code <= ${to})`);
  const found = await sql<{ text: string; code: RegionCode }>`select t.text, r.code from (values ${sql.join(texts.map((text) => sql`(${text}::text)`))}) as t (text)
    join access.v_region r on (r.code = t.text or r.statistical_code = t.text or right(r.full_name, length(t.text)) = t.text)
    where ${within.length === 0 ? sql`false` : sql`(${sql.join(within, sql` or `)})`}`.execute(ctx.db);
  return found.rows;
}
